package dev.wsol.contract.env;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where Kafka is and how to talk to it.
 *
 * @param bootstrap {@code host:port[,host:port]}
 * @param extra further client properties, for example of TLS and SASL
 */
public record KafkaSettings(String bootstrap, Map<String, String> extra) {

    public KafkaSettings {
        extra = Map.copyOf(extra);
    }

    public static KafkaSettings at(String bootstrap) {
        return new KafkaSettings(bootstrap, Map.of());
    }

    /** Reads {@code WSOL_KAFKA} and, when given, the properties file {@code WSOL_KAFKA_CONFIG}. */
    public static KafkaSettings from(Env env) {
        var bootstrap = env.need("KAFKA", s -> s);
        return new KafkaSettings(
                bootstrap == null ? "" : bootstrap, env.get("KAFKA_CONFIG", KafkaSettings::load, Map.of()));
    }

    /** Client properties: the extra ones, the address, then the caller's own, which win. */
    public Map<String, Object> with(Map<String, Object> own) {
        var all = new HashMap<String, Object>(extra);
        all.put("bootstrap.servers", bootstrap);
        all.putAll(own);
        return all;
    }

    private static Map<String, String> load(String file) {
        var read = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(file))) {
            read.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
        var out = new HashMap<String, String>();
        read.stringPropertyNames().forEach(k -> out.put(k, read.getProperty(k)));
        return out;
    }
}
