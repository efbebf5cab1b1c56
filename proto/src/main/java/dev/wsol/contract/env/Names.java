package dev.wsol.contract.env;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All settings of the system. Services often share one environment, so each takes what belongs to another without a
 * word, and refuses only what belongs to nobody.
 */
public final class Names {
    /** With their prefix. */
    public static final Set<String> ALL = Stream.of(
                    "ALLOWED_FAILURES",
                    "ALLOWED_LEASE_LOSSES",
                    "APPLICATION_ID",
                    "CACHE_MIB",
                    "CLAIM_PATIENCE",
                    "CONNECT_PATIENCE",
                    "DATA",
                    "DEVICE",
                    "HEAP",
                    "HTTP_HOST",
                    "HTTP_PORT",
                    "IMAGE",
                    "JAVA_OPTS",
                    "KAFKA",
                    "KAFKA_CONFIG",
                    "KAFKA_IMAGE",
                    "KEEP_COUNTS_EVERY",
                    "LEASE",
                    "MAVEN_ARGS",
                    "MAX_PIXELS",
                    "OWNER",
                    "OWNER_LIMITS",
                    "QUEUES",
                    "S3_ACCESS_KEY",
                    "S3_BUCKET",
                    "S3_ENDPOINT",
                    "S3_IMAGE",
                    "S3_REGION",
                    "S3_SECRET_KEY",
                    "SESSION_TIMEOUT",
                    "SLOTS",
                    "STATE_DIR",
                    "TEMP_DIR",
                    "TF32",
                    "TRANSPORT",
                    "URL",
                    "WEIGHTS_DIR",
                    "WORKER_NAME")
            .map(name -> Env.PREFIX + name)
            .collect(Collectors.toUnmodifiableSet());

    private Names() {}
}
