package dev.wsol.infra.cli.maps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code --out} leaves behind: the figures, the curves behind them, and what was left out. */
record ScoreFiles(Path folder) {

    void write(JsonNode scores, List<Protocol> protocols, MapRun.Scored scored) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("scores.json"), Json.pretty(scores) + "\n");
            Files.writeString(folder.resolve("curves.csv"), curves(protocols, scored));
            var skipped = folder.resolve("skipped.txt");
            if (scored.faults().count() == 0) Files.deleteIfExists(skipped);
            else Files.write(skipped, scored.faults().all());
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, "--out " + folder + ": cannot be written (" + e + ")", e);
        }
    }

    /** Box accuracy over the threshold; pixel protocols have no such curve. */
    private static String curves(List<Protocol> protocols, MapRun.Scored scored) {
        var text = new StringBuilder("protocol,iou,threshold,percent\n");
        for (int p = 0; p < protocols.size(); p++) {
            var protocol = protocols.get(p);
            var tally = scored.counts().get(p).boxes();
            if (tally == null) continue;
            var thresholds = Counter.thresholds(protocol);
            for (int iou : protocol.ious()) {
                var boxes = tally.of(Figure.GT_KNOWN, iou);
                for (int i = 0; i < thresholds.size(); i++)
                    text.append(protocol.name())
                            .append(',')
                            .append(iou)
                            .append(',')
                            .append(thresholds.value(i))
                            .append(',')
                            .append(boxes.percent(i))
                            .append('\n');
            }
        }
        return text.toString();
    }
}
