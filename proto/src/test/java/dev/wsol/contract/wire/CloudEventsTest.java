package dev.wsol.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.contract.Samples;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CloudEventsTest {
    @Test
    void a_record_carries_the_attributes_of_the_kafka_binding_and_its_payload_untouched() {
        var event = new CloudEvents("id-1", "wsol.v1.JobEvent.Finished", "/coordinator", Samples.AT, "job-1");

        var record = event.on("topic", "job-1", new byte[] {1, 2});

        var headers = new TreeMap<String, String>();
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "id-1")
                .containsEntry("ce_type", "wsol.v1.JobEvent.Finished")
                .containsEntry("ce_source", "/coordinator")
                .containsEntry("ce_time", "2026-01-01T00:00:00.123Z")
                .containsEntry("ce_subject", "job-1")
                .containsEntry("content-type", "application/protobuf")
                .hasSize(7);
        assertThat(record.value()).containsExactly(1, 2);
    }

    @Test
    void each_message_has_an_id_of_its_own() {
        assertThat(CloudEvents.of("t", "s", Samples.AT, "j").id())
                .isNotEqualTo(CloudEvents.of("t", "s", Samples.AT, "j").id());
    }
}
