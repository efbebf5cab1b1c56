package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wsol sweep extend}. */
@Command(
        name = "extend",
        description = "Give a sweep other limits; one that has ended goes on. What is not named stays.",
        footerHeading = "%nExamples:%n",
        footer = {"  wsol sweep extend night-1 --trials +20", "  wsol sweep extend night-1 --wall 4h --parallel 8"})
final class SweepExtend implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "ID", description = "Sweep.")
    private String id;

    @Option(names = "--trials", paramLabel = "N", description = "Trials in all, or +N more than have begun.")
    private String trials;

    @Option(names = "--parallel", paramLabel = "N", description = "Trials at the same time.")
    private Integer parallel;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of all trials together.")
    private Long epochs;

    @Option(names = "--wall", paramLabel = "TIME", description = "From the submission on, for example 90m or 4h.")
    private String wall;

    @Option(names = "--gpu-seconds", paramLabel = "N", description = "Seconds that trials hold workers, all together.")
    private Long gpuSeconds;

    @Option(names = "--target", paramLabel = "X", description = "Value that is good enough.")
    private Double target;

    @Mixin
    private Reach reach;

    SweepExtend(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var api = reach.api(shell);
        var path = "/v1/sweeps/" + Api.escape(id);
        var budget = new Tree(Json.object())
                .put("trials", trials == null ? null : all(api, path))
                .put("parallel", parallel)
                .put("epochs", epochs)
                .put("wall", wall)
                .put("gpuSeconds", gpuSeconds)
                .put("target", target)
                .root();
        if (budget.isEmpty())
            throw new CommandFailed(
                    Exit.USAGE, "say which limit: --trials, --parallel, --epochs, --wall, --gpu-seconds or --target");
        return answer(api.post(path + "/extend", budget) instanceof ObjectNode sweep ? sweep : Json.object());
    }

    private int answer(ObjectNode sweep) {
        shell.out().println(reach.json ? Json.pretty(sweep) : SweepText.of(sweep));
        return Exit.OK;
    }

    private int all(Api api, String path) {
        if (!trials.matches("\\+?[1-9][0-9]{0,5}"))
            throw new CommandFailed(Exit.USAGE, "--trials '" + trials + "' is none of: N, +N");
        int number = Integer.parseInt(trials.replace("+", ""));
        return trials.startsWith("+")
                ? number + api.get(path).at("/used/trials").asInt()
                : number;
    }
}
