package dev.wsol.infra.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command meets when it starts.
 *
 * @param out data, always UTF-8
 * @param err progress and mistakes, always UTF-8
 */
public record Shell(PrintStream out, PrintStream err, Map<String, String> env, Terminal terminal) {

    public Shell {
        env = Map.copyOf(env);
    }

    /** The process's own streams. They are opened anew because Java 17 would encode them in the locale's charset. */
    public static Shell ofProcess() {
        return new Shell(
                new Output(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                Terminal.detect(System.getenv(), System.getProperty("wsol.tty"), System.getProperty("wsol.columns")));
    }

    /**
     * One line of many to come.
     *
     * @throws ReaderGone if it cannot be written: a pipe's reader has ended, for example
     */
    public void line(Object text) {
        out.println(text);
        if (out.checkError()) throw new ReaderGone();
    }

    /** Where bars and lines of progress go. */
    public Display display() {
        return terminal.liveErr() ? new LiveDisplay(err, terminal) : new PlainDisplay(err, System::nanoTime);
    }
}
