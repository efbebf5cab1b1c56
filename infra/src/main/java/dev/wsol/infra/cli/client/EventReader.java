package dev.wsol.infra.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Takes server-sent events from a stream, as the HTML standard's section "Server-sent events" says. */
final class EventReader implements AutoCloseable {
    private static final int LONGEST_EVENT = 16 << 20;
    private final InputStream stream;
    private final BufferedReader lines;
    private String lastId = "";

    EventReader(InputStream stream) {
        this.stream = stream;
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Blocks until an event or a comment arrives; empty at the end of the stream. A comment reads as an event without data. */
    Optional<ServerEvent> next() throws IOException {
        var data = new StringBuilder();
        var type = "message";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return Optional.of(new ServerEvent(lastId, type, data.toString()));
            }
            int colon = line.indexOf(':');
            var field = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 1);
            if (value.startsWith(" ")) value = value.substring(1);
            switch (field) {
                case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
                case "event" -> type = value;
                case "id" -> lastId = value;
                default -> {} // comments and fields of later versions
            }
            if (data.length() > LONGEST_EVENT) throw new IOException("an event is longer than 16 MiB");
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
