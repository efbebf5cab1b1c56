package dev.wsol.coordinator.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wsol.contract.wire.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What commands, reports and events held after a run: one record a line, {@code <topic> <offset> <input> <base64>},
 * gzipped. The input is a dash but for events.
 */
public record RecordedRun(Map<Long, byte[]> commands, Map<Long, byte[]> reports, List<Event> events) {
    public record Event(String input, byte[] value) {}

    static RecordedRun read(InputStream gzipped) throws IOException {
        var commands = new LinkedHashMap<Long, byte[]>();
        var reports = new LinkedHashMap<Long, byte[]>();
        var events = new ArrayList<Event>();
        try (var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(gzipped), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var part = line.split(" ", -1);
                var value = Base64.getDecoder().decode(part[3]);
                switch (part[0]) {
                    case Topics.COMMANDS -> commands.put(Long.valueOf(part[1]), value);
                    case Topics.REPORTS -> reports.put(Long.valueOf(part[1]), value);
                    default -> events.add(new Event(part[2], value));
                }
            }
        }
        return new RecordedRun(commands, reports, events);
    }
}
