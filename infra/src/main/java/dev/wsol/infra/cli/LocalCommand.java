package dev.wsol.infra.cli;

import dev.wsol.contract.env.Env;
import dev.wsol.coordinator.job.OwnerLimits;
import dev.wsol.infra.cli.client.Address;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.local.stack.LocalStack;
import dev.wsol.infra.local.stack.StackPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wsol local}: the whole stack until Ctrl-C. */
@Command(
        name = "local",
        description =
                "Run the whole stack in one process until Ctrl-C: Kafka broker, object store, coordinator, worker,"
                        + " evaluator. What it stores is kept for the next time.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol local",
            "  wsol local --data-dir ./wsol-data --port 0 --workers 2",
            "  wsol train --arch scm --data ./creatures --follow     (in another terminal)"
        })
final class LocalCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where everything is kept. Default: WSOL_DATA, else $XDG_DATA_HOME/wsol, else ~/.local/share/wsol.")
    private Path dir;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            converter = Port.class,
            description = "HTTP port, 0 for a free one (8080).")
    private int port;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "0",
            converter = Port.class,
            description = "Kafka port (a free one).")
    private int kafkaPort;

    @Option(
            names = "--s3-port",
            paramLabel = "N",
            defaultValue = "0",
            converter = Port.class,
            description = "Object store port (a free one).")
    private int s3Port;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Jobs trained at the same time (1).")
    private int workers;

    @Option(names = "--json", description = "Say the addresses as one JSON object on standard output.")
    private boolean json;

    private volatile boolean noted;

    LocalCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (workers < 1 || workers > 64) throw new CommandFailed(Exit.USAGE, "--workers must be 1 to 64");
        var home = dir == null ? Address.dataDirectory(shell.env()) : dir.toAbsolutePath();
        var stack = new LocalStack(plan(home));
        var stopping = new Stopping(() -> {
            if (noted) { // otherwise the note there is another process's
                shell.err().println("stopping ...");
                Files.deleteIfExists(home.resolve(Address.NOTE));
            }
            stack.close();
        });
        shell.err().println("starting in " + home + " ...");
        try {
            stack.start();
            note(stack, home);
        } catch (RuntimeException e) {
            if (!stopping.asked()) throw e;
        }
        if (!stopping.asked()) tell(stack);
        stopping.await();
        return Exit.OK;
    }

    /** Settings of its parts that are worth having here, too; the others are as they fit one machine. */
    private StackPlan plan(Path home) {
        var env = new Env(shell.env());
        var owners = env.get("OWNER_LIMITS", OwnerLimits::parse, OwnerLimits.NONE);
        env.done();
        return StackPlan.in(home)
                .withPorts(kafkaPort, s3Port, port)
                .withSlots(workers)
                .withOwners(owners);
    }

    /** Beside the final name first: readers meet no half note. */
    private void note(LocalStack stack, Path home) {
        var text = Json.pretty(Json.object()
                .put("pid", ProcessHandle.current().pid())
                .put("http", stack.http().toString())
                .put("kafka", stack.kafka().bootstrap())
                .put("s3", stack.s3().toString())
                .put("s3Credentials", stack.s3Credentials().toString())
                .put("bucket", LocalStack.BUCKET));
        try {
            var fresh = home.resolve(Address.NOTE + ".new");
            Files.writeString(fresh, text);
            noted = true;
            Files.move(fresh, home.resolve(Address.NOTE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, "cannot write below " + home + " (" + e + ")", e);
        }
        if (json) shell.out().println(text);
    }

    private void tell(LocalStack stack) {
        if (json) return;
        shell.out().println("HTTP    " + stack.http());
        shell.out().println("Kafka   " + stack.kafka().bootstrap());
        shell.out()
                .println("S3      " + stack.s3() + "  bucket " + LocalStack.BUCKET + "  keys in "
                        + stack.s3Credentials());
        shell.out().println();
        shell.out().println("In another terminal, for example:");
        if (dir != null) shell.out().println("  export WSOL_URL=" + stack.http());
        shell.out().println("  wsol train --arch scm --data DIR --epochs 4 --lr 1.5e-3 --schedule cosine:0.1 --follow");
        shell.out().println("  wsol jobs      wsol watch      wsol board");
        shell.out().println("Ctrl-C stops everything; jobs that run then go on at the next start.");
    }
}
