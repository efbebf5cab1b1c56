package dev.wsol.infra.kill;

import dev.wsol.infra.cli.Wsol;

/** The {@code wsol} command in a process that does not outlive the test that started it, however that ends. */
public final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) {
        var watch = new Thread(ChildMain::endWithTheTest, "end-with-the-test");
        watch.setDaemon(true);
        watch.start();
        Wsol.main(args);
    }

    private static void endWithTheTest() {
        ProcessHandle.current().parent().ifPresent(test -> test.onExit().join());
        Runtime.getRuntime().halt(1);
    }
}
