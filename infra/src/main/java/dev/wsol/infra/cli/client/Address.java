package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the coordinator is: {@code --url}, else {@code WSOL_URL}, else what a running {@code wsol local} noted in its
 * data directory, else {@value #USUAL}.
 */
public final class Address {
    /** Note of a running local stack, relative to its data directory. */
    public static final String NOTE = "local.json";

    static final String USUAL = "http://127.0.0.1:8080";
    private static final int NOTE_LIMIT = 1 << 16;

    private Address() {}

    /** Data directory of {@code wsol local}: {@code WSOL_DATA}, else {@code wsol} in the user's data directory. */
    public static Path dataDirectory(Map<String, String> env) {
        var own = env.getOrDefault("WSOL_DATA", "");
        if (!own.isEmpty()) return Path.of(own).toAbsolutePath();
        var xdg = env.getOrDefault("XDG_DATA_HOME", "");
        var home = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return home.resolve("wsol").toAbsolutePath();
    }

    static URI find(String url, Map<String, String> env) {
        if (url != null && !url.isBlank()) return checked(url, "--url");
        var fromEnv = env.getOrDefault("WSOL_URL", "");
        if (!fromEnv.isBlank()) return checked(fromEnv, "WSOL_URL");
        return noted(dataDirectory(env)).orElse(URI.create(USUAL));
    }

    static URI checked(String url, String where) {
        try {
            var uri = new URI(url.strip());
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getPort() <= 65_535) return uri;
        } catch (java.net.URISyntaxException e) {
            // told below, like every other text that is no address
        }
        throw new CommandFailed(Exit.USAGE, where + " '" + url + "' is no address; write it like " + USUAL);
    }

    /** A note whose process has ended is old. */
    private static Optional<URI> noted(Path directory) {
        var note = directory.resolve(NOTE);
        try {
            if (!Files.isRegularFile(note) || Files.size(note) > NOTE_LIMIT) return Optional.empty();
            JsonNode read = Json.read(Files.readString(note));
            boolean alive = ProcessHandle.of(read.path("pid").asLong(-1))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
            return alive ? Optional.of(checked(read.path("http").asText(), note.toString())) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
