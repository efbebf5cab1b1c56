package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be asked of a running sweep as a whole. */
abstract class SweepAsk implements Callable<Integer> {
    private final Shell shell;
    private final String deed;

    @Parameters(paramLabel = "ID", description = "Sweep.")
    private String id;

    @Mixin
    private Reach reach;

    SweepAsk(Shell shell, String deed) {
        this.shell = shell;
        this.deed = deed;
    }

    @Override
    public Integer call() {
        var body = new Tree(Json.object())
                .put("by", Owner.of(shell.env()))
                .put("reason", reason())
                .root();
        var job = reach.api(shell).post("/v1/jobs/" + Api.escape(id) + "/" + deed, body);
        shell.out().println(reach.json ? Json.pretty(job) : JobText.line(job));
        return Exit.OK;
    }

    /** Null for none. */
    String reason() {
        return null;
    }

    /** {@code wsol sweep pause}. */
    @Command(name = "pause", description = "Save all trials of a sweep and free their workers, until it is resumed.")
    static final class Pause extends SweepAsk {
        @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
        private String reason;

        Pause(Shell shell) {
            super(shell, "pause");
        }

        @Override
        String reason() {
            return reason;
        }
    }

    /** {@code wsol sweep resume}. */
    @Command(name = "resume", description = "Let a paused sweep go on.")
    static final class Resume extends SweepAsk {
        Resume(Shell shell) {
            super(shell, "resume");
        }
    }

    /** {@code wsol sweep stop}. */
    @Command(
            name = "stop",
            description = "End a sweep and all its trials. Checkpoints and results stay; 'wsol retry' opens it again.")
    static final class Stop extends SweepAsk {
        @Option(names = "--reason", paramLabel = "TEXT", description = "For the record.")
        private String reason;

        Stop(Shell shell) {
            super(shell, "cancel");
        }

        @Override
        String reason() {
            return reason;
        }
    }
}
