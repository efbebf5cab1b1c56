package dev.wsol.infra.cli.recipe;

import dev.wsol.vision.checkpoint.Printable;

/** An official configuration, or a command line of the official program, that cannot be used; the message says why. */
final class OfficialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OfficialException(String message) {
        super(message);
    }

    /** Text of the file, safe to show. */
    static String shown(Object text) {
        return Printable.of(text);
    }
}
