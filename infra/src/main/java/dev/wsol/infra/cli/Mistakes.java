package dev.wsol.infra.cli;

import dev.wsol.contract.Nearest;
import dev.wsol.contract.env.BadSettings;
import dev.wsol.contract.work.WorkException;
import dev.wsol.coordinator.http.HttpException;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.ReaderGone;
import dev.wsol.infra.creatures.CreaturesException;
import dev.wsol.infra.local.LocalStackException;
import dev.wsol.vision.checkpoint.CheckpointException;
import dev.wsol.vision.checkpoint.StoreException;
import dev.wsol.vision.dataset.DatasetException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person reads when something went wrong: one line, what to do, and the stack only when asked for. */
final class Mistakes {
    private Mistakes() {}

    static int wrongUsage(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        var err = command.getErr();
        if (lacksCommand(command) && e.getArgSpec() == null && !(e instanceof UnmatchedArgumentException)) {
            err.println("wsol: say which command:");
            command.usage(err);
            return Exit.USAGE;
        }
        err.println("wsol: " + oneLine(e.getMessage()) + suggestion(e));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        if (List.of(args).contains("--verbose")) e.printStackTrace(err);
        return Exit.USAGE;
    }

    /** A name over others that does nothing itself. */
    private static boolean lacksCommand(CommandLine command) {
        boolean acts = command.getCommand() instanceof Callable || command.getCommand() instanceof Runnable;
        return !acts
                && command.getParseResult() != null
                && !command.getParseResult().hasSubcommand();
    }

    static int failed(Exception e, CommandLine command, boolean verbose) {
        if (e instanceof ReaderGone) return Exit.OK;
        tell(e, command.getErr(), verbose);
        return exitCode(e);
    }

    private static int exitCode(Exception e) {
        if (e instanceof CommandFailed known) return known.exitCode();
        if (e instanceof BadSettings) return Exit.USAGE;
        if (e instanceof WorkException) return Exit.UNREACHABLE;
        boolean noStore = e instanceof StoreException s && s.kind() == StoreException.Kind.UNREACHABLE;
        return noStore ? Exit.UNREACHABLE : Exit.FAILED;
    }

    /** These explain themselves; anything else is a surprise, and the stack may help. */
    private static boolean isExplained(Exception e) {
        return e instanceof CommandFailed
                || e instanceof BadSettings
                || e instanceof WorkException
                || e instanceof StoreException
                || e instanceof DatasetException
                || e instanceof CheckpointException
                || e instanceof LocalStackException
                || e instanceof CreaturesException
                || e instanceof HttpException;
    }

    private static void tell(Exception e, PrintWriter err, boolean verbose) {
        err.println("wsol: " + message(e));
        if (verbose) e.printStackTrace(err);
        else if (!isExplained(e)) err.println("Run it again with --verbose to see where this came from.");
    }

    private static String message(Exception e) {
        return e.getMessage() == null || e.getMessage().isBlank()
                ? e.getClass().getSimpleName()
                : e.getMessage().strip();
    }

    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) return "";
        var word = unmatched.getUnmatched().get(0);
        var known = word.startsWith("-") ? options(e.getCommandLine()) : commands(e.getCommandLine());
        return Nearest.hint(word, known);
    }

    private static List<String> options(CommandLine command) {
        var names = new ArrayList<String>();
        command.getCommandSpec().options().forEach(o -> names.addAll(List.of(o.names())));
        return names;
    }

    private static List<String> commands(CommandLine command) {
        return List.copyOf(command.getSubcommands().keySet());
    }

    private static String oneLine(String text) {
        return text == null ? "wrong usage" : text.lines().findFirst().orElse("wrong usage");
    }
}
