package dev.wsol.infra.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LocalBrokerTest {
    private static final String TOPIC = "words";

    @TempDir
    Path temp;

    @Test
    void keeps_its_records_and_its_cluster_id_over_a_restart_on_another_port() throws Exception {
        String cluster;
        try (var broker = LocalBroker.start(temp)) {
            createTopic(broker.bootstrap());
            send(broker.bootstrap(), "first");
            cluster = clusterId(broker.bootstrap());
        }
        try (var broker = LocalBroker.start(temp)) {
            send(broker.bootstrap(), "second");
            assertThat(all(broker.bootstrap(), 2)).containsExactly("first", "second");
            assertThat(clusterId(broker.bootstrap())).isEqualTo(cluster);
        }
    }

    @Test
    void is_up_again_soon_after_it_was_killed_with_every_acknowledged_record() throws Exception {
        try (var child = ChildJvm.start(BrokerMain.class, temp.toString())) {
            String bootstrap = child.line();
            createTopic(bootstrap);
            send(bootstrap, "acknowledged");
            child.kill();
        }
        var start = Instant.now();
        try (var broker = LocalBroker.start(temp)) {
            assertThat(all(broker.bootstrap(), 1)).containsExactly("acknowledged");
            System.out.println(
                    "up and read " + Duration.between(start, Instant.now()).toMillis() + " ms after a crash");
        }
    }

    @Test
    void after_a_crash_groups_are_loaded_once_and_not_for_a_leadership_that_is_over_too() throws Exception {
        try (var child = ChildJvm.start(BrokerMain.class, temp.toString())) {
            String bootstrap = child.line();
            createTopic(bootstrap);
            shareFromEarliest(bootstrap, "workers");
            send(bootstrap, "job");
            millisToFirstRecord(bootstrap, "job");
            child.kill();
        }
        Path said = temp.resolve("said");
        var loud = List.of("-Dorg.slf4j.simpleLogger.log.org.apache.kafka.coordinator.common.runtime=info");
        try (var child = ChildJvm.start(loud, said, BrokerMain.class, temp.toString())) {
            String bootstrap = child.line();
            send(bootstrap, "again");
            millisToFirstRecord(bootstrap, "again");
        }
        assertThat(Files.readAllLines(said))
                .filteredOn(line -> line.contains("Scheduling loading of metadata from __consumer_offsets-0"))
                .hasSize(1);
    }

    @Test
    void as_a_process_of_its_own_it_prints_its_address_and_stops_on_a_signal() throws Exception {
        try (var child = ChildJvm.start(BrokerMain.class, temp.toString())) {
            assertThat(child.line()).matches("127\\.0\\.0\\.1:[0-9]+");
            assertThat(child.stop()).isEqualTo(143);
        }
        assertThat(temp.resolve("kafka/.kafka_cleanshutdown")).exists();
    }

    @Test
    void a_share_group_takes_records_with_no_wait_for_a_heartbeat() throws Exception {
        try (var broker = LocalBroker.start(temp)) {
            createTopic(broker.bootstrap());
            shareFromEarliest(broker.bootstrap(), "workers");
            send(broker.bootstrap(), "job");
            long first = millisToFirstRecord(broker.bootstrap(), "job");
            send(broker.bootstrap(), "again");
            long second = millisToFirstRecord(broker.bootstrap(), "again");
            System.out.println(
                    "share group: first record after " + first + " ms, next member's after " + second + " ms");
        }
    }

    @Test
    void a_taken_port_is_told_by_its_number_and_leaves_the_directory_free() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalBroker.start(temp, other.getLocalPort()))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("in use");
        }
        DataDirectory.open(temp).close();
    }

    @Test
    void a_wanted_port_is_the_port_it_gets() throws Exception {
        int port = Ports.two(Ports.FREE, "broker")[0];
        try (var broker = LocalBroker.start(temp, port)) {
            assertThat(broker.bootstrap()).isEqualTo("127.0.0.1:" + port);
            assertThat(clusterId(broker.bootstrap())).isNotBlank();
        }
    }

    @Test
    void damaged_files_are_an_error_that_names_the_directory() throws Exception {
        Path meta = Files.createDirectories(temp.resolve("kafka")).resolve("meta.properties");
        Files.writeString(meta, "version=1\ncluster.id=x\nnode.id=77\n");

        assertThatThrownBy(() -> LocalBroker.start(temp))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(temp.resolve("kafka").toString())
                .hasMessageContaining("move the directory away");
        DataDirectory.open(temp).close();
    }

    @Test
    void every_setting_is_known_to_this_version_of_kafka() {
        var unknown = new TreeSet<>(BrokerSettings.of(temp, 1, 2).keySet());
        unknown.addAll(BrokerSettings.ofControllerAlone(temp, 2).keySet());
        unknown.removeAll(KafkaConfig.configDef().names());
        assertThat(unknown).isEmpty();
    }

    private static void createTopic(String bootstrap) throws Exception {
        try (var admin = admin(bootstrap)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.of((short) 1))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static String clusterId(String bootstrap) throws Exception {
        try (var admin = admin(bootstrap)) {
            return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
        }
    }

    private static void shareFromEarliest(String bootstrap, String group) throws Exception {
        var set = new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        try (var admin = admin(bootstrap)) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(set)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    private static void send(String bootstrap, String value) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrap);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> all(String bootstrap, int expected) {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrap);
        var found = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            var deadline = Instant.now().plusSeconds(30);
            while (found.size() < expected && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> found.add(r.value()));
            }
        }
        return found;
    }

    private static long millisToFirstRecord(String bootstrap, String expected) {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrap, "group.id", "workers");
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            var start = Instant.now();
            while (Duration.between(start, Instant.now()).toSeconds() < 30) {
                for (var r : consumer.poll(Duration.ofMillis(50))) {
                    assertThat(r.value()).isEqualTo(expected);
                    consumer.commitSync();
                    return Duration.between(start, Instant.now()).toMillis();
                }
            }
        }
        throw new AssertionError("no record for the share group in 30 s");
    }
}
