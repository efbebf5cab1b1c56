package dev.wsol.infra.kill;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Progress;
import dev.wsol.infra.creatures.Creatures;
import dev.wsol.infra.creatures.Sizes;
import dev.wsol.infra.local.BrokerMain;
import dev.wsol.infra.local.LocalStore;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The whole system in processes of its own, each as {@code wsol} starts it; only the object store is in the test. Or the
 * services alone, beside servers that somebody else has started.
 */
final class House implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(90);
    private static final String BUCKET = "wsol";
    private static final long SEED = 7;

    private final Path dir;
    private final Path data;
    private final StoreSettings store;
    private final StoreGate gate;
    private URI storeAddress;
    private final Runnable closeStore;
    private final Deque<Child> children = new ArrayDeque<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String lease = "3s";
    private Child broker;
    private Child coordinator;
    private String bootstrap;
    private URI door;
    private Ledger ledger;

    private House(Path dir, StoreSettings store, Runnable closeStore) {
        this.dir = dir;
        this.store = store;
        this.closeStore = closeStore;
        data = Creatures.draw(dir.resolve("creatures"), SEED, new Sizes(36, 6, 6), (done, total) -> {})
                .root();
        gate = new StoreGate(store.endpoint());
        storeAddress = gate.address();
    }

    /** Broker, store and coordinator. */
    static House open(Path dir) {
        var store = LocalStore.start(dir.resolve("s3"));
        var house = new House(dir, settings(store), store::close);
        return house.opened(house::startBroker);
    }

    /** A coordinator beside Kafka and a store that are somebody else's. */
    static House at(String bootstrap, StoreSettings store, String lease, Path dir) {
        var house = new House(dir, store, () -> {});
        house.lease = lease;
        house.storeAddress = store.endpoint(); // no gate before it
        return house.opened(() -> house.bootstrap = bootstrap);
    }

    private House opened(Runnable kafka) {
        try {
            kafka.run();
            startCoordinator();
            ledger = new Ledger(bootstrap);
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    StoreGate gate() {
        return gate;
    }

    Ledger ledger() {
        return ledger.read();
    }

    Ledger replay() {
        return Ledger.replay(bootstrap);
    }

    CheckpointStore checkpoints() {
        return CheckpointStore.open(store);
    }

    Child broker() {
        return broker;
    }

    /** On the same directory and, when it has run before, the same port. */
    void startBroker() {
        var folder = dir.resolve("broker").toString();
        var port = bootstrap == null ? "0" : bootstrap.substring(bootstrap.indexOf(':') + 1);
        broker = keep(Child.start("broker", BrokerMain.class, Map.of(), folder, port));
        bootstrap = broker.hasSaid("(?m)^(127\\.0\\.0\\.1:[0-9]+)$").group(1);
    }

    /** The one that was started last. */
    Child coordinator() {
        return coordinator;
    }

    /** What the coordinator is told when it starts next. */
    void leases(String howLong) {
        lease = howLong;
    }

    /** Returns when it takes jobs. */
    Child startCoordinator() {
        var env = Map.of(
                "WSOL_KAFKA", bootstrap,
                "WSOL_HTTP_PORT", "0",
                "WSOL_LEASE", lease,
                "WSOL_CLAIM_PATIENCE", "6s",
                "WSOL_SESSION_TIMEOUT", "2s");
        coordinator = keep(Child.start("coordinator", ChildMain.class, env, "coordinator"));
        door = URI.create(coordinator
                .hasSaid("The coordinator listens at (http://[0-9.:]+)\\.")
                .group(1));
        until("the coordinator to be up", () -> get("/health").statusCode() == 200);
        return coordinator;
    }

    /** @param name unlike that of any other worker: events tell workers by it */
    Child startWorker(String name) {
        return keep(Child.start(name, ChildMain.class, workerSettings(name), "worker"));
    }

    Child startEvaluator(String name) {
        return keep(Child.start(name, ChildMain.class, workerSettings(name), "evaluator"));
    }

    /** Submits a tiny train job whose every checkpoint is evaluated. */
    void submit(String id, int epochs, int batch) {
        accepted(id, job(id, epochs, batch));
    }

    private String job(String id, int epochs, int batch) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"kind\":\"train\",\"data\":\"%s\","
                        + "\"model\":{\"arch\":\"tscam\",\"width\":16,\"depth\":1,\"heads\":2},"
                        + "\"recipe\":{\"epochs\":%d,\"batch\":%d,\"learningRate\":0.001,\"seed\":3},"
                        + "\"evaluation\":{\"when\":\"each\",\"protocols\":[\"deployed\"],\"overlays\":0}}",
                id,
                data,
                epochs,
                batch);
    }

    /** The same, asked again while the answer is that nothing can be accepted now, as clients do. */
    void submitWhenPossible(String id, int epochs, int batch) {
        var job = job(id, epochs, batch);
        until(id + " to be accepted", () -> post(job).statusCode() <= 201);
    }

    /** Submits an evaluation of a checkpoint of such a job, on other data. */
    void evaluate(String id, CheckpointRef checkpoint, Path on) {
        accepted(
                id,
                String.format(
                        "{\"id\":\"%s\",\"kind\":\"evaluate\",\"data\":\"%s\","
                                + "\"model\":{\"arch\":\"tscam\",\"width\":16,\"depth\":1,\"heads\":2},"
                                + "\"checkpoint\":{\"uri\":\"%s\",\"sha256\":\"%s\"},"
                                + "\"protocols\":[\"deployed\"],\"overlays\":0}",
                        id, on, checkpoint.uri(), checkpoint.sha256()));
    }

    private void accepted(String id, String job) {
        var answer = post(job);
        if (answer.statusCode() > 201)
            throw new AssertionError(id + " was not accepted: " + answer.statusCode() + " " + answer.body());
    }

    private HttpResponse<String> post(String job) {
        return send(HttpRequest.newBuilder(door.resolve("/v1/jobs"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job)));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(door.resolve(path)));
    }

    /** Waits for a public event of this job. */
    <E extends JobEvent> E event(Class<E> kind, String job, Function<E, Boolean> which) {
        return until(kind.getSimpleName() + " of " + job, () -> ledger().event(kind, job, which::apply)
                .orElse(null));
    }

    JobEvent.LeaseGranted granted(String job, Child worker) {
        return event(JobEvent.LeaseGranted.class, job, e -> e.worker().startsWith(worker.name() + "-"));
    }

    /** Waits until a worker says that it is training this epoch, or a later one. */
    void training(String job, int epoch) {
        until("training of epoch " + epoch + " of " + job, () -> ledger().progress().stream()
                .anyMatch(p ->
                        p.job().value().equals(job) && p.body() instanceof Progress.Training t && t.epoch() >= epoch));
    }

    /** Waits for the end of these train jobs and of every evaluation they asked for. */
    void ended(String... trainJobs) {
        for (var job : trainJobs) event(JobEvent.class, job, JobEvent::terminal);
        until("the end of all jobs", () -> {
            var now = ledger();
            var ended = now.events().stream()
                    .filter(JobEvent::terminal)
                    .map(JobEvent::job)
                    .collect(Collectors.toSet());
            return now.events().stream()
                    .filter(e -> e instanceof JobEvent.Submitted s && s.spec() instanceof JobSpec.Evaluate)
                    .allMatch(e -> ended.contains(e.job()));
        });
    }

    <T> T until(String what, Supplier<T> value) {
        return Await.until(what, LONG, this::diagnosis, value);
    }

    /** What everybody has said lately. */
    String diagnosis() {
        return (ledger == null ? "" : ledger.tail())
                + children.stream().map(Child::tail).collect(Collectors.joining());
    }

    @Override
    public void close() {
        if (ledger != null) ledger.close();
        while (!children.isEmpty()) children.pollLast().close();
        gate.close();
        closeStore.run();
    }

    private Map<String, String> workerSettings(String name) {
        var env = new HashMap<String, String>();
        env.put("WSOL_KAFKA", bootstrap);
        env.put("WSOL_S3_ENDPOINT", storeAddress.toString());
        env.put("WSOL_S3_ACCESS_KEY", store.accessKey());
        env.put("WSOL_S3_SECRET_KEY", store.secretKey());
        env.put("WSOL_S3_BUCKET", BUCKET);
        env.put("WSOL_WORKER_NAME", name);
        env.put("WSOL_DEVICE", "cpu");
        env.put(
                "WSOL_KEEP_COUNTS_EVERY",
                "1ms"); // after each batch, however fast the machine; a worker must not mind it
        env.put("WSOL_TEMP_DIR", dir.resolve("temp").toString());
        return env;
    }

    private static StoreSettings settings(LocalStore store) {
        return new StoreSettings(store.endpoint(), store.region(), store.accessKey(), store.secretKey(), BUCKET);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("the coordinator does not answer: " + e + "\n" + diagnosis(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private Child keep(Child child) {
        children.add(child);
        return child;
    }
}
