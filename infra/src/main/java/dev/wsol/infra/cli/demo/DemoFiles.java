package dev.wsol.infra.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Display;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Gauge;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.ObjectStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings the report files of all evaluations from the object store into a folder that a person can open. */
final class DemoFiles {
    private DemoFiles() {}

    /** One folder an evaluation, named for the trial and its epoch. */
    static void copy(JsonNode boards, StoreSettings settings, Path target, Display display) {
        var reports = reports(boards);
        try (var store = CheckpointStore.open(settings)) {
            int done = 0;
            for (var report : reports.entrySet()) {
                display.show(List.of(new Gauge("copying", (double) done++ / reports.size(), report.getKey())));
                copy(store.objects(), key(report.getValue()), target.resolve(report.getKey()));
            }
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, "cannot write " + file + " (" + e + ")", e);
        }
    }

    private static Map<String, String> reports(JsonNode boards) {
        var reports = new TreeMap<String, String>();
        for (var board : boards)
            for (var row : board.path("rows"))
                reports.put(name(row), row.path("reportUri").asText());
        return reports;
    }

    /** Folder of a row's report, below the results. */
    static String name(JsonNode row) {
        return row.path("trainJob").asText() + "-epoch" + row.path("epoch").asText();
    }

    private static void copy(ObjectStore store, String prefix, Path target) {
        for (var key : store.keys(prefix + "/")) {
            var file = target.resolve(key.substring(prefix.length() + 1)).normalize();
            if (!file.startsWith(target)) continue; // a key with .. in it is none of ours
            try {
                Files.createDirectories(file.getParent());
            } catch (IOException e) {
                throw new CommandFailed(Exit.FAILED, "cannot make the folder " + file.getParent() + " (" + e + ")", e);
            }
            store.get(key, file);
        }
    }

    /** {@code s3://bucket/key} without the bucket. */
    private static String key(String uri) {
        return uri.replaceFirst("^s3://[^/]+/", "");
    }
}
