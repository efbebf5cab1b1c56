package dev.wsol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Failure;
import dev.wsol.contract.Report;
import dev.wsol.contract.wire.Topics;
import dev.wsol.contract.work.Kind;
import dev.wsol.contract.work.Lease;
import dev.wsol.contract.work.Slot;
import dev.wsol.contract.work.TestBroker;
import dev.wsol.contract.work.Transport;
import dev.wsol.contract.work.WorkQueue;
import dev.wsol.contract.work.WorkSettings;
import dev.wsol.coordinator.job.OwnerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People steer jobs over HTTP, workers hear of it on a real broker. Every test has a queue of its own. */
class ControlTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final CheckpointRef MIDDLE = new CheckpointRef("s3://wsol/jobs/a/e1/1-7", "b".repeat(64), 1, 7);

    @TempDir
    private static Path dir;

    private static TestBroker broker;
    private static Coordinator coordinator;
    private static Client client;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(dir);
        coordinator = Coordinator.start(CoordinatorSettings.of(broker.settings())
                .withPort(0)
                .withOwners(OwnerLimits.parse("alice=1"))
                .withSessionTimeout(Duration.ofSeconds(2)));
        client = new Client(coordinator.address());
        Await.until("health", LONG, () -> client.get("/health").status() == 200);
    }

    @AfterAll
    static void stop() {
        coordinator.close();
        broker.close();
    }

    @Test
    void a_paused_job_goes_on_with_another_worker_from_the_step_it_was_saved_at() {
        client.post("/v1/jobs", train("held", "hold"));
        try (var first = queue("hold");
                var lease = take(first)) {
            var asked = client.post("/v1/jobs/held/pause", "{\"by\":\"bob\",\"reason\":\"the GPU is needed\"}");
            assertThat(asked.status()).as(asked.body()).isEqualTo(202);
            Await.until("word", LONG, () -> lease.whyGiveBack().isPresent());
            assertThat(lease.whyGiveBack()).contains("the job is paused by bob");
            assertThat(job("held").path("pausing").asBoolean()).isTrue();
            lease.report(new Report.CheckpointSaved(MIDDLE));
            lease.report(new Report.Released(lease.whyGiveBack().get()));
            Await.until("pause", LONG, () -> state("held").equals("paused"));
        }
        assertThat(job("held").path("waitsFor").path("text").asText()).isEqualTo("paused by bob: the GPU is needed");
        assertThat(job("held").path("preemptions").asInt()).isEqualTo(1);
        assertThat(client.post("/v1/jobs/held/pause", "{}").status())
                .as("it is paused")
                .isEqualTo(200);

        assertThat(client.post("/v1/jobs/held/resume", "{}").status()).isEqualTo(202);
        try (var second = queue("hold");
                var lease = take(second)) {
            assertThat(lease.job().leaseEpoch()).isEqualTo(2);
            assertThat(lease.job().resumeFrom()).contains(MIDDLE);
            lease.report(new Report.CheckpointSaved(Samples.checkpoint(2, 2)));
            lease.report(new Report.TrainingFinished());
            Await.until("end", LONG, () -> state("held").equals("finished"));
        }
        assertThat(client.post("/v1/jobs/held/resume", "{}").status()).isEqualTo(409);
    }

    @Test
    void jobs_that_are_meant_by_what_they_have_in_common_are_steered_together() {
        for (var id : List.of("many-1", "many-2", "other")) client.post("/v1/jobs", train(id, "unserved"));

        var paused = client.post("/v1/jobs/pause", "{\"select\":{\"id\":\"many-*\",\"state\":\"queued\"}}");

        assertThat(paused.json().path("jobs").findValuesAsText("id")).containsExactlyInAnyOrder("many-1", "many-2");
        assertThat(paused.json().path("jobs").findValuesAsText("state")).containsOnly("paused");
        assertThat(state("other")).isEqualTo("queued");
        assertThat(job("other").path("waitsFor").path("text").asText()).isEqualTo("place 1 in queue 'unserved'");
        assertThat(client.post("/v1/jobs/pause", "{\"select\":{}}").status()).isEqualTo(400);
        client.post("/v1/jobs/change", "{\"select\":{\"id\":\"many-*\"},\"queue\":\"elsewhere\"}");
        client.post("/v1/jobs/resume", "{\"select\":{\"id\":\"many-*\"}}");
        assertThat(job("many-1").at("/waitsFor/place").asInt())
                .as("the order of their coming")
                .isEqualTo(1);
        assertThat(job("many-2").at("/waitsFor/place").asInt()).isEqualTo(2);
        assertThat(job("many-2").path("waitsFor").path("queue").asText()).isEqualTo("elsewhere");
        client.post("/v1/jobs/cancel", "{\"select\":{\"queue\":\"elsewhere\"}}");
        assertThat(state("many-1")).isEqualTo("cancelled");
        var wrong = client.post("/v1/jobs/cancel", "{\"select\":{\"state\":\"canceled\"}}");
        assertThat(wrong.status()).as(wrong.body()).isEqualTo(400);
        assertThat(wrong.body()).contains("none of queued, running", "did you mean cancelled?");
        assertThat(client.get("/v1/jobs?kind=training").status()).isEqualTo(400);
    }

    @Test
    void a_cancelled_job_and_those_below_it_say_who_did_not_want_them_and_why_until_they_are_opened_again() {
        client.post("/v1/jobs", train("grid", "unserved-3").replace("\"train\"", "\"sweep\",\"grid\":{\"seed\":[1]}"));

        client.post("/v1/jobs/grid/cancel", "{\"by\":\"bob\",\"reason\":\"wrong data\"}");

        assertThat(job("grid").path("cancelled").toString()).isEqualTo("{\"by\":\"bob\",\"reason\":\"wrong data\"}");
        assertThat(job("grid-t001").at("/cancelled/reason").asText()).isEqualTo("with grid: wrong data");
        client.post("/v1/jobs/cancel", "{\"select\":{\"id\":\"grid\"},\"by\":\"eve\"}");
        assertThat(job("grid").at("/cancelled/by").asText())
                .as("it stays as it ended")
                .isEqualTo("bob");
        client.post("/v1/jobs/grid/retry", "{}");
        assertThat(job("grid-t001").path("cancelled").isNull()).isTrue();
    }

    @Test
    void a_trial_that_a_person_has_paused_is_paused_and_not_waiting_for_its_search() {
        client.post(
                "/v1/jobs",
                train("drawn", "unserved-4")
                        .replace("\"train\"", "\"sweep\"")
                        .replace(
                                "\"never\"}",
                                "\"each\"},\"search\":{\"method\":\"asha\",\"space\":"
                                        + "{\"learningRate\":[1e-3,1e-4]},\"objective\":{\"protocol\":\"deployed\","
                                        + "\"metric\":\"validationMaxBoxAcc50\"},\"budget\":{\"trials\":2,\"parallel\":2}}"));
        Await.until("trials", LONG, () -> state("drawn-t002").equals("queued"));

        client.post("/v1/jobs/drawn-t001/pause", "{\"by\":\"bob\"}");

        assertThat(client.get("/v1/sweeps/drawn").json().path("trials").findValuesAsText("state"))
                .containsExactly("paused", "queued");
    }

    @Test
    void a_copy_has_the_changes_and_another_id() {
        client.post("/v1/jobs", train("first", "unserved-2"));

        var made = client.post("/v1/jobs/first/clone", "{\"changes\":{\"recipe\":{\"epochs\":7}}}");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("id").asText()).isEqualTo("first-clone");
        assertThat(made.json().path("spec").path("recipe").path("epochs").asInt())
                .isEqualTo(7);
        assertThat(client.post("/v1/jobs/first/clone", "{\"id\":\"first\"}").status())
                .isEqualTo(409);
    }

    @Test
    void two_who_copy_a_job_at_the_same_time_get_a_copy_each() {
        client.post("/v1/jobs", train("loved", "unserved-3"));

        var both = Stream.of(1, 2)
                .map(n -> CompletableFuture.supplyAsync(() -> client.post("/v1/jobs/loved/clone", "{}")))
                .toList();

        assertThat(both.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.status() == 201)
                .extracting(answer -> answer.json().path("id").asText())
                .containsExactlyInAnyOrder("loved-clone", "loved-clone-2");
    }

    @Test
    void of_two_copies_of_one_name_the_second_is_told_that_there_is_one() {
        client.post("/v1/jobs", train("wanted", "unserved-3"));

        var both = Stream.of(1, 2)
                .map(n ->
                        CompletableFuture.supplyAsync(() -> client.post("/v1/jobs/wanted/clone", "{\"id\":\"twin\"}")))
                .toList();

        assertThat(both.stream().map(answer -> answer.join().status())).containsExactlyInAnyOrder(201, 409);
    }

    @Test
    void a_copy_is_not_named_or_given_away_by_a_change_of_its_spec() {
        client.post("/v1/jobs", train("own", "unserved-3"));

        for (var change : List.of("{\"id\":\"other\"}", "{\"owner\":\"bob\"}")) {
            var made = client.post("/v1/jobs/own/clone", "{\"changes\":" + change + "}");
            assertThat(made.status()).as(made.body()).isEqualTo(400);
        }
        assertThat(client.get("/v1/jobs/own-clone").status()).isEqualTo(404);
    }

    @Test
    void an_owner_with_enough_jobs_out_waits_and_the_job_says_so() {
        client.post("/v1/jobs", owned("mine-1"));
        client.post("/v1/jobs", owned("mine-2"));

        assertThat(job("mine-2").path("waitsFor").path("reason").asText()).isEqualTo("owner-limit");
        assertThat(job("mine-2").path("waitsFor").path("text").asText()).contains("alice may have 1 training");
        client.delete("/v1/jobs/mine-1");
        Await.until(
                "place",
                LONG,
                () -> job("mine-2").path("waitsFor").path("reason").asText().equals("queue"));
    }

    @Test
    void a_job_that_failed_once_too_often_is_a_dead_letter_and_can_be_tried_again() {
        client.post("/v1/jobs", train("poison", "poison"));
        try (var workers = queue("poison")) {
            for (int attempt = 1; attempt <= 3; attempt++)
                try (var lease = take(workers)) {
                    lease.report(new Report.AttemptFailed(new Failure(Failure.Code.DISK_FULL, "no space left")));
                }
            Await.until("end", LONG, () -> state("poison").equals("failed"));
            Await.until("letter", LONG, () -> letter("poison") != null);
            var letter = letter("poison");
            assertThat(letter.path("kind").asText()).isEqualTo("job");
            assertThat(letter.path("reason").asText()).isEqualTo("DISK_FULL: no space left");

            var again = client.post("/v1/dead-letters/" + letter.path("id").asText() + "/requeue", "{}");

            assertThat(again.status()).as(again.body()).isEqualTo(202);
            try (var lease = take(workers)) {
                assertThat(lease.job().leaseEpoch()).isEqualTo(4);
            }
        }
    }

    @Test
    void a_message_that_nobody_could_read_is_put_on_its_topic_again_as_it_came() {
        try (var producer = new KafkaProducer<>(
                broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(Topics.COMMANDS, "garbage", new byte[] {7, 7, 7}));
            producer.flush();
        }
        Await.until("letter", LONG, () -> letter("garbage") != null);
        var id = letter("garbage").path("id").asText();
        assertThat(client.get("/v1/dead-letters/" + id).json().path("value").asText())
                .isEqualTo("BwcH");

        assertThat(client.post("/v1/dead-letters/" + id + "/requeue", "{}").status())
                .isEqualTo(202);

        Await.until(
                "second burial",
                LONG,
                () -> letters().stream()
                                .filter(l -> l.path("key").asText().equals("garbage"))
                                .count()
                        == 2);
        assertThat(client.get("/v1/dead-letters/0-999999").status()).isEqualTo(404);
    }

    @Test
    void a_message_that_was_too_large_to_be_kept_cannot_be_put_on_its_topic_again() {
        try (var producer = new KafkaProducer<>(
                broker.settings().with(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(Topics.COMMANDS, "huge", new byte[1_000_000]));
        }
        Await.until("letter", LONG, () -> letter("huge") != null);

        var again = client.post("/v1/dead-letters/" + letter("huge").path("id").asText() + "/requeue", "{}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("wsol.commands@");
    }

    @Test
    void a_drained_worker_gives_its_job_back_and_takes_no_other() {
        client.post("/v1/jobs", train("moved", "drain"));
        var slot = new Slot(
                queue("drain"),
                (lease, giveBack) -> {
                    Await.until("word", LONG, giveBack::getAsBoolean);
                    lease.report(new Report.Released("the worker is stopping"));
                },
                () -> false);
        slot.start();
        Await.until("start", LONG, () -> state("moved").equals("running"));
        var worker = job("moved").path("worker").asText();

        var told = client.post("/v1/workers/" + worker + "/drain", "{}");

        assertThat(told.json().path("jobs").get(0).asText()).isEqualTo("moved");
        assertThat(slot.join()).as("left").isTrue();
        Await.until("back", LONG, () -> state("moved").equals("queued"));
        assertThat(job("moved").path("preemptions").asInt()).isEqualTo(1);
        assertThat(job("moved").path("failures").asInt()).isZero();
    }

    @Test
    void a_worker_that_nobody_has_heard_of_is_told_to_leave_only_by_force() {
        var unknown = client.post("/v1/workers/gpu-99/drain", "{}");

        assertThat(unknown.status()).as(unknown.body()).isEqualTo(404);
        assertThat(unknown.body()).contains("no worker 'gpu-99' was heard of", "within 5 s");
        var forced = client.post("/v1/workers/gpu-99/drain", "{\"force\":true}");
        assertThat(forced.status()).as(forced.body()).isEqualTo(202);
        assertThat(forced.json().path("workers")).isEmpty();
    }

    @Test
    void workers_are_listed_free_busy_draining_and_no_more_when_they_have_left() {
        client.post("/v1/jobs", train("looked-after", "second-choice"));
        var settings = new WorkSettings(
                broker.settings(),
                "shown",
                Kind.TRAIN,
                List.of("first-choice", "second-choice"),
                "cuda:0",
                Transport.AUTO,
                WorkSettings.CLAIM_PATIENCE,
                WorkSettings.CONNECT_PATIENCE);
        try (var queue = WorkQueue.open(settings)) {
            var free = Await.until("presence", LONG, () -> worker(queue.worker()));
            assertThat(free.path("state").asText()).isEqualTo("idle");
            assertThat(free.path("kind").asText()).isEqualTo("train");
            assertThat(free.path("queues").get(0).asText()).isEqualTo("first-choice");
            assertThat(free.path("queues").get(1).asText()).isEqualTo("second-choice");
            assertThat(free.path("device").asText()).isEqualTo("cuda:0");
            assertThat(free.path("job").isNull()).isTrue();
            assertThat(Instant.parse(free.path("lastHeard").asText())).isBefore(Instant.now());

            try (var lease = take(queue)) {
                var busy = Await.until("lease", LONG, () -> {
                    var w = worker(queue.worker());
                    return w.path("state").asText().equals("busy") ? w : null;
                });
                assertThat(busy.at("/job/id").asText()).isEqualTo("looked-after");
                assertThat(busy.at("/job/leaseEpoch").asInt()).isEqualTo(1);
                assertThat(Instant.parse(busy.at("/job/since").asText())).isBefore(Instant.now());
                assertThat(busy.path("draining").asBoolean()).isFalse();
                var told = client.post("/v1/workers/shown/drain", "{\"finish\":true}");
                assertThat(told.json().path("workers").findValuesAsText("name")).containsExactly(queue.worker());
                Await.until("draining", LONG, () -> worker(queue.worker())
                        .path("draining")
                        .asBoolean());
                lease.report(new Report.CheckpointSaved(Samples.checkpoint(1, 2)));
                lease.report(new Report.TrainingFinished());
            }
            Await.until("end", LONG, () -> state("looked-after").equals("finished"));
            assertThat(worker(queue.worker()).path("job").isNull()).isTrue();
        }
        Await.until("farewell", LONG, () -> client.get("/v1/workers").json().findValuesAsText("name").stream()
                .noneMatch(name -> name.startsWith("shown")));
    }

    /** Null if it is not listed. */
    private static JsonNode worker(String name) {
        for (var w : client.get("/v1/workers").json().path("workers"))
            if (w.path("name").asText().equals(name)) return w;
        return null;
    }

    private static List<JsonNode> letters() {
        var out = new java.util.ArrayList<JsonNode>();
        client.get("/v1/dead-letters").json().path("deadLetters").forEach(out::add);
        return out;
    }

    private static JsonNode letter(String key) {
        return letters().stream()
                .filter(l -> l.path("key").asText().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static String owned(String id) {
        return train(id, "alice").replace("\"kind\"", "\"owner\":\"alice\",\"kind\"");
    }

    private static String train(String id, String queue) {
        return "{\"id\":\"" + id + "\",\"kind\":\"train\",\"model\":\"scm\",\"data\":\"/data/CUB\",\"queue\":\"" + queue
                + "\",\"recipe\":{\"epochs\":2},\"evaluation\":{\"when\":\"never\"}}";
    }

    private static JsonNode job(String id) {
        return client.get("/v1/jobs/" + id).json();
    }

    private static String state(String id) {
        return job(id).path("state").asText();
    }

    private static WorkQueue queue(String name) {
        return WorkQueue.open(WorkSettings.of(broker.settings(), "w-" + name, Kind.TRAIN, List.of(name)));
    }

    private static Lease take(WorkQueue queue) {
        return queue.take(LONG).orElseThrow(() -> new AssertionError("no job in time"));
    }
}
