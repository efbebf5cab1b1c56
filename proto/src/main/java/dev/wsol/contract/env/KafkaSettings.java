package dev.wsol.contract.env;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where Kafka is and how to talk to it.
 *
 * @param bootstrap {@code host:port[,host:port]}
 * @param extra further client properties, for example of TLS and SASL
 */
public record KafkaSettings(String bootstrap, Map<String, String> extra) {

    private static final Pattern PORT = Pattern.compile("[^:]:([0-9]{1,5})$");

    public KafkaSettings {
        extra = Map.copyOf(extra);
    }

    public static KafkaSettings at(String bootstrap) {
        return new KafkaSettings(bootstrap, Map.of());
    }

    /** Reads {@code WSOL_KAFKA} and, when given, the properties file {@code WSOL_KAFKA_CONFIG}. */
    public static KafkaSettings from(Env env) {
        var bootstrap = env.need("KAFKA", KafkaSettings::addresses);
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

    /** What the client library would only refuse when it is asked for the first time. */
    private static String addresses(String text) {
        for (var one : text.split(",")) {
            var port = PORT.matcher(one.strip());
            if (!port.find() || Integer.parseInt(port.group(1)) < 1 || Integer.parseInt(port.group(1)) > 65_535)
                throw new IllegalArgumentException(
                        "'" + one.strip() + "' is not host:port with a port from 1 to 65535");
        }
        return text;
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
