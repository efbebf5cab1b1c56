package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** All commands of this package, by name, in the order in which help lists them. */
public final class ClientCommands {
    private ClientCommands() {}

    public static Map<String, Function<Shell, Object>> all() {
        var out = new LinkedHashMap<String, Function<Shell, Object>>();
        out.put("train", TrainCommand::new);
        out.put("evaluate", EvaluateCommand::new);
        out.put("sweep", SweepCommand::line);
        out.put("rerun", RerunCommand::new);
        out.put("jobs", JobsCommand::new);
        out.put("show", ShowCommand::new);
        out.put("watch", WatchCommand::new);
        out.put("cancel", CancelCommand::new);
        out.put("pause", PauseCommand::new);
        out.put("resume", ResumeCommand::new);
        out.put("retry", RetryCommand::new);
        out.put("change", ChangeCommand::new);
        out.put("clone", CloneCommand::new);
        out.put("workers", WorkersCommand::new);
        out.put("drain", DrainCommand::new);
        out.put("board", BoardCommand::new);
        out.put("results", ResultsCommand::line);
        out.put("benchmark", BenchmarkCommand::line);
        out.put("webhook", WebhookCommand::line);
        out.put("mlflow", MlflowCommand::line);
        out.put("compare", CompareCommand::new);
        return out;
    }
}
