package dev.wsol.infra.soak;

import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.infra.local.LocalStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** All parts of the system, each in a process of its own; only the object store and what stands before it are in this one. */
final class Troupe implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(3);
    private static final String BUCKET = "wsol";
    private static final Pattern BROKER_ADDRESS = Pattern.compile("(?m)^(127\\.0\\.0\\.1:[0-9]+)$");
    private static final Pattern DOOR = Pattern.compile("The coordinator listens at (http://[0-9.:]+)\\.");
    private static final Pattern TAKES = Pattern.compile(" takes (TRAIN|EVALUATE) jobs ");

    /** Kinds of parts. */
    enum Role {
        BROKER,
        COORDINATOR,
        TRAINER,
        EVALUATOR;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Path dir;
    private final LocalStore store;
    private final FaultyStore gate;
    private final Map<Role, List<Child>> children = new EnumMap<>(Role.class);
    private final Map<String, URI> doors = new HashMap<>();
    private String bootstrap = "";

    private Troupe(Path dir, long seed) {
        this.dir = dir;
        this.store = LocalStore.start(dir.resolve("s3"));
        this.gate = new FaultyStore(store.endpoint(), seed);
        for (var role : Role.values()) children.put(role, new ArrayList<>());
    }

    /** Returns when jobs are taken. */
    static Troupe start(Path dir, long seed, int trainers, int evaluators) {
        var troupe = new Troupe(dir, seed);
        try {
            Files.createDirectories(dir.resolve("logs"));
            troupe.add(Role.BROKER, 1);
            troupe.add(Role.COORDINATOR, 2);
            troupe.add(Role.TRAINER, trainers);
            troupe.add(Role.EVALUATOR, evaluators);
            for (var role : List.of(Role.TRAINER, Role.EVALUATOR))
                for (var child : troupe.children.get(role)) child.hasSaid(TAKES, 0);
            return troupe;
        } catch (IOException e) {
            troupe.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            troupe.close();
            throw e;
        }
    }

    int size(Role role) {
        return children.get(role).size();
    }

    FaultyStore gate() {
        return gate;
    }

    KafkaSettings kafka() {
        return KafkaSettings.at(bootstrap);
    }

    /** Around the gate. */
    StoreSettings s3() {
        return s3(store.endpoint());
    }

    /** Where the coordinators listened when they last said so. */
    List<URI> doors() {
        return List.copyOf(doors.values());
    }

    /** Kills it and starts another in its place; does not wait for that to be ready, unless the others need its address. */
    void replace(Role role, int number) {
        children.get(role).get(number).kill();
        children.get(role).set(number, start(role, number + 1));
    }

    Child child(Role role, int number) {
        return children.get(role).get(number);
    }

    /** Parts that have ended by themselves get a successor; answers with their names. */
    List<String> revive() {
        var dead = new ArrayList<String>();
        children.forEach((role, all) -> {
            for (int n = 0; n < all.size(); n++)
                if (!all.get(n).isAlive()) {
                    dead.add(all.get(n).name());
                    all.set(n, start(role, n + 1));
                }
        });
        return dead;
    }

    /** Ends all processes; the store stays. */
    void dismiss() {
        for (var role : List.of(Role.TRAINER, Role.EVALUATOR, Role.COORDINATOR, Role.BROKER))
            children.get(role).forEach(Child::close);
    }

    @Override
    public void close() {
        dismiss();
        gate.close();
        store.close();
    }

    private void add(Role role, int howMany) {
        for (int n = 1; n <= howMany; n++) children.get(role).add(start(role, n));
    }

    private Child start(Role role, int number) {
        var name = role.word() + "-" + number;
        var log = dir.resolve("logs").resolve(name + ".log");
        long from = length(log);
        var words = new ArrayList<>(List.of("soak", "part", role.word()));
        if (role == Role.BROKER) {
            words.add(dir.resolve("kafka").toString());
            if (!bootstrap.isEmpty()) words.add(bootstrap.substring(bootstrap.indexOf(':') + 1));
        }
        var child = Child.start(name, log, settings(role, name), words);
        if (role == Role.BROKER) bootstrap = child.hasSaid(BROKER_ADDRESS, from).group(1);
        if (role == Role.COORDINATOR)
            doors.put(name, URI.create(child.hasSaid(DOOR, from).group(1)));
        return child;
    }

    private Map<String, String> settings(Role role, String name) {
        if (role == Role.BROKER) return Map.of();
        if (role == Role.COORDINATOR)
            return Map.of(
                    "WSOL_KAFKA", bootstrap,
                    "WSOL_HTTP_PORT", "0",
                    "WSOL_LEASE", LEASE.toString(),
                    "WSOL_CLAIM_PATIENCE", "6s",
                    "WSOL_ALLOWED_FAILURES", "20",
                    "WSOL_ALLOWED_LEASE_LOSSES", "50",
                    "WSOL_SESSION_TIMEOUT", "2s");
        return Map.of(
                "WSOL_KAFKA", bootstrap,
                "WSOL_S3_ENDPOINT", gate.address().toString(),
                "WSOL_S3_ACCESS_KEY", store.accessKey(),
                "WSOL_S3_SECRET_KEY", store.secretKey(),
                "WSOL_S3_BUCKET", BUCKET,
                "WSOL_WORKER_NAME", name,
                "WSOL_TEMP_DIR", dir.resolve("temp").toString());
    }

    private StoreSettings s3(URI endpoint) {
        return new StoreSettings(endpoint, store.region(), store.accessKey(), store.secretKey(), BUCKET);
    }

    private static long length(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
