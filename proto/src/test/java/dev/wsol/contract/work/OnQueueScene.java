package dev.wsol.contract.work;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that share a {@link QueueScene}: one for each class, a queue for each test. */
abstract class OnQueueScene {
    @TempDir
    private static Path dir;

    static QueueScene scene;
    static FakeCoordinator coordinator;

    String queue;

    @BeforeAll
    static void start() {
        scene = QueueScene.start(dir);
        coordinator = scene.coordinator;
    }

    @AfterAll
    static void stop() throws InterruptedException {
        scene.close();
    }

    @BeforeEach
    void newQueue() {
        queue = scene.newQueue();
    }
}
