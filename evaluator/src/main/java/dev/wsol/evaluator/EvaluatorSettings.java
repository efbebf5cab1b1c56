package dev.wsol.evaluator;

import dev.wsol.contract.env.Durations;
import dev.wsol.contract.env.Env;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.work.Transport;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.model.Devices;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an evaluator needs to know. It runs one job at a time; start more evaluators for more.
 *
 * @param queues evaluate queues, the preferred first
 * @param name for people; each run is told apart by what is added to it
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param temp folder for checkpoints and report files under way and for large image caches
 * @param decoder limits on images
 * @param keepCountsEvery work after which an evaluation's counts are stored, so that another evaluator can go on from there
 * @param patience how long Kafka and the store may be unreachable at the start
 */
public record EvaluatorSettings(
        KafkaSettings kafka,
        StoreSettings store,
        List<String> queues,
        String name,
        String device,
        Path temp,
        Transport transport,
        Decoder decoder,
        Duration keepCountsEvery,
        Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration KEEP_COUNTS_EVERY = Duration.ofSeconds(30);
    private static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir"));

    public EvaluatorSettings {
        queues = List.copyOf(queues);
    }

    /** The queue {@code default}, the best device, defaults for the rest. */
    public static EvaluatorSettings of(KafkaSettings kafka, StoreSettings store, Path temp) {
        return new EvaluatorSettings(
                kafka,
                store,
                List.of("default"),
                hostName(),
                Devices.AUTO,
                temp,
                Transport.AUTO,
                Decoder.standard(),
                KEEP_COUNTS_EVERY,
                PATIENCE);
    }

    /**
     * Reads {@code WSOL_...} settings.
     *
     * @throws dev.wsol.contract.env.BadSettings with all mistakes at once
     */
    public static EvaluatorSettings from(Map<String, String> vars) {
        var env = new Env(vars);
        var limits = Decoder.standard();
        var settings = new EvaluatorSettings(
                KafkaSettings.from(env),
                StoreSettings.from(env),
                env.get("QUEUES", EvaluatorSettings::names, List.of("default")),
                env.get("WORKER_NAME", s -> s, hostName()),
                env.get("DEVICE", Devices::checked, Devices.AUTO),
                env.get("TEMP_DIR", Path::of, TEMP),
                env.get("TRANSPORT", s -> Transport.valueOf(s.toUpperCase(Locale.ROOT)), Transport.AUTO),
                new Decoder(
                        env.get("MAX_PIXELS", Long::parseLong, limits.maxPixels()),
                        limits.maxSide(),
                        limits.maxFileBytes()),
                env.get("KEEP_COUNTS_EVERY", Durations::parse, KEEP_COUNTS_EVERY),
                PATIENCE);
        env.done();
        return settings;
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "evaluator";
        }
    }
}
