package dev.wsol.contract.wire;

import com.google.protobuf.ByteString;
import dev.wsol.contract.Webhook;
import dev.wsol.contract.WebhookAttempt;
import dev.wsol.contract.wire.v1.WebhookProto;
import java.time.Instant;
import java.util.Optional;

/** Values of {@link Topics#WEBHOOKS} and {@link Topics#WEBHOOK_LOG}. */
public final class WebhookCodec {
    private WebhookCodec() {}

    public static byte[] encode(Webhook w) {
        return WebhookProto.Webhook.newBuilder()
                .setName(w.name())
                .setUrl(w.url().toString())
                .addAllEvents(w.events())
                .setSecret(ByteString.copyFrom(w.secret()))
                .setCreatedMs(w.createdAt().toEpochMilli())
                .setFromOffset(w.fromOffset())
                .build()
                .toByteArray();
    }

    /** @throws BadMessage if the bytes are no webhook */
    public static Webhook decode(byte[] bytes) {
        return Bytes.read(
                        "webhook",
                        bytes,
                        WebhookProto.Webhook.parser(),
                        m -> Optional.of(new Webhook(
                                m.getName(),
                                Webhook.receiver(m.getUrl()),
                                m.getEventsList(),
                                m.getSecret().toByteArray(),
                                Instant.ofEpochMilli(m.getCreatedMs()),
                                m.getFromOffset())))
                .orElseThrow();
    }

    public static byte[] encode(WebhookAttempt a) {
        return WebhookProto.WebhookAttempt.newBuilder()
                .setWebhook(a.webhook())
                .setEventId(a.event())
                .setEventType(a.type())
                .setAttempt(a.attempt())
                .setAtMs(a.at().toEpochMilli())
                .setMillis(a.millis())
                .setStatus(a.status())
                .setError(a.error())
                .setOutcome(WebhookProto.WebhookAttempt.Outcome.valueOf("OUTCOME_" + a.outcome()))
                .build()
                .toByteArray();
    }

    /**
     * Empty for an outcome that this build does not know.
     *
     * @throws BadMessage if the bytes are no attempt
     */
    public static Optional<WebhookAttempt> decodeAttempt(byte[] bytes) {
        return Bytes.read("webhook attempt", bytes, WebhookProto.WebhookAttempt.parser(), m -> outcome(m.getOutcome())
                .map(outcome -> new WebhookAttempt(
                        m.getWebhook(),
                        m.getEventId(),
                        m.getEventType(),
                        m.getAttempt(),
                        Instant.ofEpochMilli(m.getAtMs()),
                        m.getMillis(),
                        m.getStatus(),
                        m.getError(),
                        outcome)));
    }

    private static Optional<WebhookAttempt.Outcome> outcome(WebhookProto.WebhookAttempt.Outcome o) {
        return switch (o) {
            case OUTCOME_DELIVERED -> Optional.of(WebhookAttempt.Outcome.DELIVERED);
            case OUTCOME_RETRY -> Optional.of(WebhookAttempt.Outcome.RETRY);
            case OUTCOME_GIVEN_UP -> Optional.of(WebhookAttempt.Outcome.GIVEN_UP);
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }
}
