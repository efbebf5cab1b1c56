package dev.wsol.worker;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.env.Env;
import dev.wsol.contract.env.KafkaSettings;
import dev.wsol.contract.work.Transport;
import dev.wsol.vision.checkpoint.StoreSettings;
import dev.wsol.vision.checkpoint.WeightsCache;
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
 * What a GPU worker needs to know.
 *
 * @param queues train queues, the preferred first
 * @param name for people; slots and runs are told apart by what is added to it
 * @param slots jobs trained at the same time
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param temp folder for checkpoints under way and for large image caches
 * @param weights folder where fetched initial weights are kept
 * @param decoder limits on images
 * @param cacheBytes decoded images kept in memory; larger sets go to a file in {@code temp}
 * @param patience how long Kafka and the store may be unreachable at the start
 */
public record WorkerSettings(
        KafkaSettings kafka,
        StoreSettings store,
        List<String> queues,
        String name,
        int slots,
        String device,
        Path temp,
        Path weights,
        Transport transport,
        Decoder decoder,
        long cacheBytes,
        Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_SLOTS = 64;
    private static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String WEIGHTS = "weights";

    public WorkerSettings {
        queues = List.copyOf(queues);
        if (slots < 1 || slots > MOST_SLOTS)
            throw new BadSpec("slots", "must be 1 to " + MOST_SLOTS + ", not " + slots);
    }

    /** One slot on the queue {@code default}, the best device, defaults for the rest. */
    public static WorkerSettings of(KafkaSettings kafka, StoreSettings store) {
        return new WorkerSettings(
                kafka,
                store,
                List.of("default"),
                hostName(),
                1,
                Devices.AUTO,
                TEMP,
                TEMP.resolve(WEIGHTS),
                Transport.AUTO,
                Decoder.standard(),
                Runtime.getRuntime().maxMemory() / 4,
                PATIENCE);
    }

    public WorkerSettings withSlots(int number) {
        return new WorkerSettings(
                kafka, store, queues, name, number, device, temp, weights, transport, decoder, cacheBytes, patience);
    }

    public WorkerSettings withName(String other) {
        return new WorkerSettings(
                kafka, store, queues, other, slots, device, temp, weights, transport, decoder, cacheBytes, patience);
    }

    public WorkerSettings withTemp(Path folder) {
        return new WorkerSettings(
                kafka,
                store,
                queues,
                name,
                slots,
                device,
                folder,
                folder.resolve(WEIGHTS),
                transport,
                decoder,
                cacheBytes,
                patience);
    }

    /**
     * Reads {@code WSOL_...} settings.
     *
     * @throws dev.wsol.contract.env.BadSettings with all mistakes at once
     */
    public static WorkerSettings from(Map<String, String> vars) {
        var env = new Env(vars);
        var kafka = KafkaSettings.from(env);
        var store = StoreSettings.from(env);
        var queues = env.get("QUEUES", WorkerSettings::names, List.of("default"));
        var name = env.get("WORKER_NAME", s -> s, hostName());
        int slots = env.get("SLOTS", s -> within(s, MOST_SLOTS), 1);
        var device = env.get("DEVICE", Devices::checked, Devices.AUTO);
        var temp = env.get("TEMP_DIR", Path::of, TEMP);
        var weights = env.get("WEIGHTS_DIR", Path::of, WeightsCache.folder(vars));
        var transport = env.get("TRANSPORT", s -> Transport.valueOf(s.toUpperCase(Locale.ROOT)), Transport.AUTO);
        var limits = Decoder.standard();
        long pixels = env.get("MAX_PIXELS", s -> (long) within(s, Integer.MAX_VALUE / 3), limits.maxPixels());
        long cacheMiB = env.get(
                "CACHE_MIB",
                s -> (long) within(s, 1 << 20),
                Runtime.getRuntime().maxMemory() / 4 >> 20);
        env.done();
        return new WorkerSettings(
                kafka,
                store,
                queues,
                name,
                slots,
                device,
                temp,
                weights,
                transport,
                new Decoder(pixels, limits.maxSide(), limits.maxFileBytes()),
                cacheMiB << 20,
                PATIENCE);
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private static int within(String text, int most) {
        int value = Integer.parseInt(text);
        if (value < 1 || value > most) throw new IllegalArgumentException("must be 1 to " + most);
        return value;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
