package dev.wsol.infra.cli.soak;

import dev.wsol.contract.env.Env;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.work.Kind;
import dev.wsol.coordinator.Coordinator;
import dev.wsol.coordinator.CoordinatorSettings;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.local.BrokerMain;
import dev.wsol.infra.soak.InstantWorker;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wsol soak part}: one process of a soak. It is started by the soak, configured by its environment, and ends with it. */
@Command(name = "part", hidden = true, description = "One process of a soak.")
final class PartCommand implements Callable<Integer> {
    private static final Duration WORK = Duration.ofMillis(150);
    private static final int ORPHANED = 3;
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "ROLE", description = "broker | coordinator | trainer | evaluator")
    private Role role;

    @Parameters(index = "1..*", paramLabel = "WORD", description = "broker: its folder and, to come back, its port")
    private List<String> words = List.of();

    PartCommand(Shell shell) {
        this.shell = shell;
    }

    enum Role {
        broker,
        coordinator,
        trainer,
        evaluator
    }

    @Override
    public Integer call() throws InterruptedException {
        if (role == Role.broker) {
            BrokerMain.main(words.toArray(String[]::new)); // waits for the end of its parent itself
            return 0;
        }
        var part = start();
        ProcessHandle.current().parent().ifPresent(p -> p.onExit().join());
        Runtime.getRuntime().halt(ORPHANED); // nobody is left to care how; also keeps the part reachable until here
        throw new IllegalStateException("after the end of " + part);
    }

    private AutoCloseable start() {
        if (role == Role.coordinator) return Coordinator.start(CoordinatorSettings.from(shell.env()));
        var env = new Env(shell.env());
        var kafka = KafkaSettings.from(env);
        var store = StoreSettings.from(env);
        var name = env.need("WORKER_NAME", s -> s);
        var temp = env.need("TEMP_DIR", Path::of);
        env.done();
        var kind = role == Role.trainer ? Kind.TRAIN : Kind.EVALUATE;
        return InstantWorker.start(new InstantWorker.Plan(kind, name, temp, WORK, true), kafka, store);
    }
}
