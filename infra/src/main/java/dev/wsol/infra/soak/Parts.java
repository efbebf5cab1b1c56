package dev.wsol.infra.soak;

import dev.wsol.contract.env.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A broker and coordinators, each in a process of its own, so that each is measured and killed alone. */
public final class Parts implements AutoCloseable {
    private static final Pattern BROKER_ADDRESS = Pattern.compile("(?m)^(127\\.0\\.0\\.1:[0-9]+)$");
    private static final Pattern DOOR = Pattern.compile("The coordinator listens at (http://[0-9.:]+)\\.");

    private final Path dir;
    private final Deque<Child> children = new ArrayDeque<>();
    private String bootstrap = "";

    /** A coordinator's process. */
    public static final class Running {
        private final Child child;

        private Running(Child child) {
            this.child = child;
        }

        /** Waits until it listens. */
        public URI door() {
            return URI.create(child.hasSaid(DOOR, 0).group(1));
        }

        public long pid() {
            return child.pid();
        }

        /** As {@code kill -9}. */
        public void kill() {
            child.kill();
        }
    }

    private Parts(Path dir) {
        this.dir = dir;
    }

    /** Only the broker, on what is in this folder. */
    public static Parts start(Path dir) {
        var parts = new Parts(dir);
        try {
            Files.createDirectories(dir);
            var broker = parts.keep(Child.start(
                    "broker",
                    parts.log("broker"),
                    Map.of(),
                    List.of("-Xmx1g"),
                    List.of("soak", "part", "broker", dir.resolve("kafka").toString())));
            parts.bootstrap = broker.hasSaid(BROKER_ADDRESS, 0).group(1);
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    public KafkaSettings kafka() {
        return KafkaSettings.at(bootstrap);
    }

    /**
     * Starts one and returns at once. One of the same name as before has the same folder.
     *
     * @param heap as Java wants it, {@code 1g}
     */
    public Running coordinator(String name, String heap) {
        var env = Map.of(
                "WSOL_KAFKA",
                bootstrap,
                "WSOL_HTTP_PORT",
                "0",
                "WSOL_STATE_DIR",
                folder(name).toString());
        return new Running(keep(
                Child.start(name, log(name), env, List.of("-Xmx" + heap), List.of("soak", "part", "coordinator"))));
    }

    /** What a coordinator keeps for itself. */
    public Path folder(String name) {
        return dir.resolve(name);
    }

    private Path log(String name) {
        var log = dir.resolve(name + ".log");
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }

    private Child keep(Child child) {
        children.push(child);
        return child;
    }

    /** The broker last, and gently: what it holds may be used again. */
    @Override
    public void close() {
        while (!children.isEmpty()) {
            var child = children.pop();
            if (children.isEmpty()) child.stop();
            else child.kill();
        }
    }
}
