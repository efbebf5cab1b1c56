package dev.wsol.infra.cli.terminal;

/** Exit codes of {@code wsol}. They are part of its interface: never change one, only add. */
public final class Exit {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int NOT_FOUND = 4;
    public static final int CONFLICT = 5;

    private Exit() {}
}
