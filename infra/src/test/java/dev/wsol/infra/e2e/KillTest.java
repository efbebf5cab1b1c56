package dev.wsol.infra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.JobEvent;
import dev.wsol.infra.cli.Wsol;
import dev.wsol.infra.cli.client.Api;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.local.BrokerMain;
import dev.wsol.infra.local.LocalStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, really killed. Whatever dies, every accepted job ends, with exactly one terminal event and exactly one
 * result for each checkpoint and protocol. One system for all tests; each brings back what it killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int EPOCHS = 3;

    private Path dir;
    private Path data;
    private int kafkaPort;
    private int httpPort;
    private LocalStore store;
    private StallingProxy proxy;
    private Child broker;
    private Child coordinator;
    private Child worker;
    private Child evaluator;
    private Api api;
    private History history;

    @BeforeAll
    void startEverything(@TempDir Path folder) throws Exception {
        dir = folder;
        data = TinyJobs.data(dir);
        kafkaPort = freePort();
        httpPort = freePort();
        store = LocalStore.start(dir.resolve("s3"));
        proxy = new StallingProxy(store.endpoint());
        api = new Api(URI.create("http://127.0.0.1:" + httpPort));
        bringBackTheDead();
        awaitUp();
        history = new History("127.0.0.1:" + kafkaPort);
    }

    @AfterAll
    void stopEverything() throws IOException {
        history.close();
        for (var child : new Child[] {worker, evaluator, coordinator, broker}) child.close();
        proxy.close();
        store.close();
    }

    @BeforeEach
    void bringBackTheDead() {
        broker = alive(broker, this::startBroker);
        coordinator = alive(coordinator, this::startCoordinator);
        worker = alive(worker, () -> startService("worker"));
        evaluator = alive(evaluator, () -> startService("evaluator"));
    }

    @Test
    void worker_killed_before_it_claims() {
        submit("before-claim", 1);
        await(JobEvent.Queued.class, "before-claim");
        worker.kill();
        bringBackTheDead();
        assertEndsWell("before-claim", 1);
    }

    @Test
    void worker_killed_after_its_claim() {
        submit("after-claim", EPOCHS);
        await(JobEvent.LeaseGranted.class, "after-claim");
        worker.kill();
        bringBackTheDead();
        await(JobEvent.LeaseLost.class, "after-claim");
        assertEndsWell("after-claim", EPOCHS);
    }

    @Test
    void worker_killed_in_mid_epoch_and_the_next_goes_on_from_the_last_checkpoint() {
        submit("mid-epoch", EPOCHS);
        await(JobEvent.EpochDone.class, "mid-epoch");
        worker.kill();
        bringBackTheDead();
        var lost = history.await(JobEvent.LeaseLost.class, e -> isOf(e, "mid-epoch"), LIMIT);
        var again = history.await(
                JobEvent.Queued.class, e -> isOf(e, "mid-epoch") && e.leaseEpoch() > lost.leaseEpoch(), LIMIT);
        assertThat(again.resumeFrom()).isPresent();
        assertEndsWell("mid-epoch", EPOCHS);
        assertThat(history.events)
                .filteredOn(e -> e instanceof JobEvent.EpochDone && isOf(e, "mid-epoch"))
                .extracting(e -> ((JobEvent.EpochDone) e).report().epoch())
                .containsExactly(1, 2, 3);
    }

    @Test
    void worker_killed_while_it_uploads() throws Exception {
        proxy.stallAt("PUT /wsol/jobs/uploading/e1/checkpoints/0002/manifest.json");
        submit("uploading", EPOCHS);
        assertThat(proxy.hasCaught(LIMIT.toSeconds()))
                .as("the second checkpoint is on its way")
                .isTrue();
        worker.kill();
        bringBackTheDead();
        assertEndsWell("uploading", EPOCHS);
    }

    @Test
    void evaluator_killed_while_it_evaluates() {
        submit("evaluating", 1);
        var granted =
                history.await(JobEvent.LeaseGranted.class, e -> e.job().value().startsWith("evaluating-"), LIMIT);
        evaluator.kill();
        bringBackTheDead();
        history.await(JobEvent.LeaseLost.class, e -> e.job().equals(granted.job()), LIMIT);
        assertEndsWell("evaluating", 1);
    }

    @Test
    void coordinator_killed_while_a_job_runs() {
        submit("no-coordinator", EPOCHS);
        await(JobEvent.LeaseGranted.class, "no-coordinator");
        coordinator.kill();
        bringBackTheDead();
        awaitUp();
        assertEndsWell("no-coordinator", EPOCHS);
        assertThat(api.job("no-coordinator").path("state").asText()).isEqualTo("finished");
    }

    @Test
    void broker_killed_while_a_job_runs() {
        submit("no-broker", EPOCHS);
        await(JobEvent.LeaseGranted.class, "no-broker");
        broker.kill();
        bringBackTheDead();
        assertEndsWell("no-broker", EPOCHS);
    }

    private void submit(String id, int epochs) {
        awaitUp();
        api.submit(TinyJobs.train(id, data, epochs));
    }

    private void await(Class<? extends JobEvent> type, String job) {
        history.await(type, e -> isOf(e, job), LIMIT);
    }

    private static boolean isOf(JobEvent event, String job) {
        return event.job().value().equals(job);
    }

    private void assertEndsWell(String job, int epochs) {
        try {
            history.awaitEnd(job, LIMIT);
            history.assertRecordedExactlyOnce(job);
            assertThat(history.resultsOf(job))
                    .as("results of each epoch under two protocols")
                    .hasSize(2 * epochs);
            assertThat(history.events)
                    .as("nothing failed")
                    .noneMatch(
                            e -> e instanceof JobEvent.Failed && e.job().value().startsWith(job));
        } catch (AssertionError e) {
            for (var child : new Child[] {broker, coordinator, worker, evaluator})
                System.err.println(child.lastWords());
            throw e;
        }
    }

    private static Child alive(Child child, Supplier<Child> start) {
        return child != null && child.isAlive() ? child : start.get();
    }

    private Child startBroker() {
        return Child.start(
                "broker", dir, Map.of(), BrokerMain.class, dir.resolve("kafka").toString(), String.valueOf(kafkaPort));
    }

    private Child startCoordinator() {
        return Child.start(
                "coordinator",
                dir,
                Map.of(
                        "WSOL_KAFKA", "127.0.0.1:" + kafkaPort,
                        "WSOL_HTTP_PORT", String.valueOf(httpPort),
                        "WSOL_LEASE", "3s",
                        "WSOL_CLAIM_PATIENCE", "4s",
                        "WSOL_SESSION_TIMEOUT", "2s"),
                Wsol.class,
                "coordinator");
    }

    private Child startService(String name) {
        var settings = new HashMap<>(Map.of(
                "WSOL_KAFKA", "127.0.0.1:" + kafkaPort,
                "WSOL_S3_ENDPOINT", proxy.address().toString(),
                "WSOL_S3_ACCESS_KEY", store.accessKey(),
                "WSOL_S3_SECRET_KEY", store.secretKey(),
                "WSOL_DEVICE", "cpu",
                "WSOL_TEMP_DIR", dir.toString()));
        return Child.start(name, dir, settings, Wsol.class, name);
    }

    /** Until the coordinator takes jobs. */
    private void awaitUp() {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                if (api.get("/health").path("status").asText().equals("up")) return;
            } catch (CommandFailed notYet) {
                if (System.nanoTime() > end)
                    throw new AssertionError(coordinator.lastWords() + "\n" + broker.lastWords(), notYet);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
