package dev.wsol.infra.cli.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Standard output that remembers why it could not be written; a plain print stream only knows that. */
public final class Output extends PrintStream {
    private final Remembering below;

    public Output(OutputStream to) {
        this(new Remembering(to));
    }

    private Output(Remembering below) {
        super(below, true, StandardCharsets.UTF_8);
        this.below = below;
    }

    /** Why something was lost that somebody wanted; empty also when the reader has gone, as {@code head} does. */
    public Optional<String> lost() {
        flush();
        return Optional.ofNullable(below.why).filter(why -> !why.contains("Broken pipe"));
    }

    private static final class Remembering extends FilterOutputStream {
        private volatile String why;

        Remembering(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
                throw e;
            }
        }
    }
}
