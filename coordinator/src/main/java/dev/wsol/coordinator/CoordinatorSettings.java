package dev.wsol.coordinator;

import dev.wsol.contract.env.Durations;
import dev.wsol.contract.env.Env;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.coordinator.job.OwnerLimits;
import dev.wsol.coordinator.job.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How one coordinator runs.
 *
 * @param host address to listen on; the loopback address unless told otherwise, because nobody is asked for a name
 * @param port 0 for any free one
 * @param rules how patient it is with workers and their errors, and how much one owner may have running
 * @param applicationId the same for all coordinators of one cluster
 * @param sessionTimeout after this long a dead coordinator is replaced; brokers allow 6 s and more by default
 * @param stateDir folder for this process alone; a temporary one if absent. State itself is in Kafka; what is kept here makes
 *     the next start shorter.
 * @param connectPatience how long Kafka may be unreachable at the start
 */
public record CoordinatorSettings(
        KafkaSettings kafka,
        String host,
        int port,
        Rules rules,
        String applicationId,
        Duration sessionTimeout,
        Optional<Path> stateDir,
        Duration connectPatience) {

    public static CoordinatorSettings of(KafkaSettings kafka) {
        return new CoordinatorSettings(
                kafka,
                "127.0.0.1",
                8080,
                Rules.DEFAULT,
                "wsol-coordinator",
                Duration.ofSeconds(6),
                Optional.empty(),
                Duration.ofSeconds(60));
    }

    public CoordinatorSettings withPort(int other) {
        return new CoordinatorSettings(
                kafka, host, other, rules, applicationId, sessionTimeout, stateDir, connectPatience);
    }

    private CoordinatorSettings with(Rules other) {
        return new CoordinatorSettings(
                kafka, host, port, other, applicationId, sessionTimeout, stateDir, connectPatience);
    }

    public CoordinatorSettings withLease(Duration other) {
        return with(rules.withLease(other));
    }

    public CoordinatorSettings withOwners(OwnerLimits other) {
        return with(rules.with(other));
    }

    public CoordinatorSettings withStateDir(Path other) {
        return new CoordinatorSettings(
                kafka, host, port, rules, applicationId, sessionTimeout, Optional.of(other), connectPatience);
    }

    public CoordinatorSettings withSessionTimeout(Duration other) {
        return new CoordinatorSettings(kafka, host, port, rules, applicationId, other, stateDir, connectPatience);
    }

    /**
     * Reads {@code WSOL_KAFKA} and its kin.
     *
     * @throws dev.wsol.contract.env.BadSettings naming every mistake
     */
    public static CoordinatorSettings from(Map<String, String> vars) {
        var env = new Env(vars);
        var d = of(KafkaSettings.from(env));
        var out = new CoordinatorSettings(
                d.kafka,
                env.get("HTTP_HOST", s -> s, d.host),
                env.get("HTTP_PORT", CoordinatorSettings::port, d.port),
                rules(env),
                env.get("APPLICATION_ID", s -> s, d.applicationId),
                env.get("SESSION_TIMEOUT", Durations::parse, d.sessionTimeout),
                env.get("STATE_DIR", s -> Optional.of(Path.of(s)), d.stateDir),
                env.get("CONNECT_PATIENCE", Durations::parse, d.connectPatience));
        env.done();
        return out;
    }

    private static Rules rules(Env env) {
        var d = Rules.DEFAULT;
        return new Rules(
                env.get("LEASE", Durations::parse, d.lease()),
                env.get("CLAIM_PATIENCE", Durations::parse, d.claimPatience()),
                d.retryPause(),
                env.get("ALLOWED_FAILURES", CoordinatorSettings::atLeastOne, d.allowedFailures()),
                env.get("ALLOWED_LEASE_LOSSES", CoordinatorSettings::atLeastOne, d.allowedLeaseLosses()),
                env.get("OWNER_LIMITS", OwnerLimits::parse, d.owners()));
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) throw new IllegalArgumentException("a port is 0 to 65535");
        return port;
    }

    private static int atLeastOne(String text) {
        int n = Integer.parseInt(text);
        if (n < 1) throw new IllegalArgumentException("must be at least 1");
        return n;
    }
}
