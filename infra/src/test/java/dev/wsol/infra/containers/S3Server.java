package dev.wsol.infra.containers;

import dev.wsol.vision.checkpoint.StoreSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.HttpWaitStrategy;

/** An S3 server in a container. Its objects outlive its being killed, and end with {@link #close()}. */
public final class S3Server implements AutoCloseable {
    private static final int PORT = 9000;
    private static final int NOBODY_WITHOUT_KEYS = 403;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final String access = UUID.randomUUID().toString().replace("-", "");
    private final String secret = UUID.randomUUID().toString().replace("-", "");
    private final GenericContainer<?> container;

    private S3Server() {
        container = new GenericContainer<>(Images.S3.find().orElseThrow())
                .withExposedPorts(PORT)
                .withEnv("S3PROXY_ENDPOINT", "http://0.0.0.0:" + PORT)
                .withEnv("S3PROXY_AUTHORIZATION", "aws-v2-or-v4")
                .withEnv("S3PROXY_IDENTITY", access)
                .withEnv("S3PROXY_CREDENTIAL", secret)
                .withEnv("JCLOUDS_PROVIDER", "filesystem-nio2")
                .withEnv("JCLOUDS_FILESYSTEM_BASEDIR", "/data")
                .waitingFor(ready());
        Engine.givePort(container, PORT);
    }

    /** Returns when it serves clients. */
    public static S3Server start() {
        var server = new S3Server();
        server.container.start();
        return server;
    }

    public StoreSettings settings() {
        var address = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
        return new StoreSettings(address, "us-east-1", access, secret, "wsol");
    }

    /** As {@code kill -9}. */
    public void kill() {
        Engine.kill(container);
    }

    /** After it was killed, at the same address with the same objects; returns when it serves clients. */
    public void startAgain() {
        Engine.startAgain(container);
        ready().waitUntilReady(container);
    }

    @Override
    public void close() {
        Engine.remove(List.of(container));
    }

    private static HttpWaitStrategy ready() {
        var ready = new HttpWaitStrategy().forPort(PORT).forStatusCode(NOBODY_WITHOUT_KEYS);
        ready.withStartupTimeout(LIMIT);
        return ready;
    }
}
