package dev.wsol.coordinator.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.wire.Topics;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Writes down a run for {@link RecordedRunTest}: {@code Recorder BOOTSTRAP FILE}. */
final class Recorder {
    private Recorder() {}

    public static void main(String[] args) throws IOException {
        var settings = Map.<String, Object>of("bootstrap.servers", args[0], "isolation.level", "read_committed");
        try (var file = new GZIPOutputStream(Files.newOutputStream(Path.of(args[1])));
                var out = new OutputStreamWriter(file, UTF_8);
                var consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (var topic : List.of(Topics.COMMANDS, Topics.REPORTS, Topics.EVENTS)) write(topic, consumer, out);
        }
    }

    private static void write(String topic, KafkaConsumer<byte[], byte[]> consumer, Writer out) throws IOException {
        var all = new TopicPartition(topic, 0);
        consumer.assign(List.of(all));
        consumer.seekToBeginning(List.of(all));
        long end = consumer.endOffsets(List.of(all)).get(all);
        while (consumer.position(all) < end)
            for (var r : consumer.poll(Duration.ofMillis(200)))
                out.write(topic + " " + r.offset() + " " + input(r) + " "
                        + Base64.getEncoder().encodeToString(r.value()) + "\n");
    }

    private static String input(ConsumerRecord<byte[], byte[]> r) {
        var header = r.headers().lastHeader(Topics.INPUT_HEADER);
        return header == null ? "-" : new String(header.value(), UTF_8);
    }
}
