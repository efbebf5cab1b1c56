package dev.wsol.infra.cli.terminal;

/** Nobody takes what a command says without end: the command has nothing left to do. */
public final class ReaderGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderGone() {
        super("nobody reads standard output", null, false, false);
    }
}
