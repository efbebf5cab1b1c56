package dev.wsol.infra.cli;

import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Folders;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.infra.local.stack.LocalStack;
import dev.wsol.infra.local.stack.StackPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * {@code wsol rehearse}: the local stack starts in a folder that is soon gone, is asked a little, and ends. The launcher lets the JVM
 * note which classes that takes.
 */
@Command(
        name = "rehearse",
        description =
                "Make every later start quicker, once after a build: the whole stack lives for a moment, and what Java"
                        + " had to load for it is kept ready. Takes about 20 s and 110 MB.",
        footerHeading = "%nExample:%n",
        footer = "  wsol rehearse")
final class RehearseCommand implements Callable<Integer> {
    /** Somebody waits for it. */
    private static final long LONGEST_SECONDS = 90;

    private static final List<String> QUESTIONS = List.of("jobs", "board", "workers");
    private final Shell shell;

    RehearseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var guard = new Thread(RehearseCommand::haltWhenStuck, "wsol-rehearsal-guard");
        guard.setDaemon(true);
        guard.start();
        var folder = Files.createTempDirectory("wsol-rehearsal-");
        try (var stack = new LocalStack(StackPlan.in(folder).withPorts(0, 0, 0))) {
            stack.start();
            for (var question : QUESTIONS) if (ask(question, stack) != Exit.OK) return Exit.FAILED;
            return Exit.OK;
        } finally {
            guard.interrupt();
            Folders.delete(folder);
        }
    }

    private int ask(String question, LocalStack stack) {
        var env = new HashMap<>(shell.env());
        env.put("WSOL_URL", stack.http().toString());
        var nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Wsol.run(new String[] {question}, new Shell(nobody, shell.err(), env, shell.terminal()));
    }

    private static void haltWhenStuck() {
        try {
            TimeUnit.SECONDS.sleep(LONGEST_SECONDS);
            Runtime.getRuntime().halt(Exit.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
