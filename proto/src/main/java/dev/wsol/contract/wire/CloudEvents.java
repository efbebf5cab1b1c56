package dev.wsol.contract.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Attributes of a message by the CloudEvents 1.0 Kafka binding in binary mode: headers only, the payload is untouched.
 *
 * @param type for example {@code wsol.v1.JobEvent.Submitted}
 * @param source who says it, as a URI reference, for example {@code /coordinator} or {@code /workers/gpu-3}
 * @param subject the job id, or the key where there is no job
 */
public record CloudEvents(String id, String type, String source, Instant time, String subject) {
    public static final String CONTENT_TYPE = "application/protobuf";

    public static CloudEvents of(String type, String source, Instant time, String subject) {
        return new CloudEvents(UUID.randomUUID().toString(), type, source, time, subject);
    }

    /** Header names and values in fixed order. */
    public Map<String, byte[]> headers() {
        var out = new LinkedHashMap<String, byte[]>();
        out.put("ce_specversion", utf8("1.0"));
        out.put("ce_id", utf8(id));
        out.put("ce_type", utf8(type));
        out.put("ce_source", utf8(source));
        out.put("ce_time", utf8(time.toString()));
        out.put("ce_subject", utf8(subject));
        out.put("content-type", utf8(CONTENT_TYPE));
        return out;
    }

    public void addTo(Headers headers) {
        headers().forEach(headers::add);
    }

    /** A record with these attributes. */
    public ProducerRecord<String, byte[]> on(String topic, String key, byte[] value) {
        var out = new ProducerRecord<String, byte[]>(topic, key, value);
        addTo(out.headers());
        return out;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
