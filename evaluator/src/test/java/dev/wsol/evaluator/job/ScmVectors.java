package dev.wsol.evaluator.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.Reference;
import dev.wsol.vision.map.Npy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The 72 images of section 5 of the evaluation reference, as a network would have seen them. */
record ScmVectors(List<SeenImage> images, JsonNode results) {
    static ScmVectors read() throws IOException {
        int[] labels =
                Npy.read(Reference.file("evaluation", "scm_labels_i32.npy")).ints();
        float[] logits =
                Npy.read(Reference.file("evaluation", "scm_logits_f32.npy")).floats();
        float[] cams =
                Npy.read(Reference.file("evaluation", "scm_cams_f32.npy.gz")).floats();
        var boxes = new ObjectMapper()
                .readTree(Reference.file("evaluation", "scm_gt_boxes_224.json").toFile());
        int classes = logits.length / labels.length;
        int cells = cams.length / logits.length;
        var images = new ArrayList<SeenImage>();
        for (int n = 0; n < labels.length; n++) {
            var truth = new ArrayList<PixelBox>();
            for (var b : boxes.get(n))
                truth.add(new PixelBox(
                        b.get(0).asInt(),
                        b.get(1).asInt(),
                        b.get(2).asInt(),
                        b.get(3).asInt()));
            Map<Integer, float[]> maps = new HashMap<>();
            for (int c = 0; c < classes; c++) {
                int at = (n * classes + c) * cells;
                maps.put(c, Arrays.copyOfRange(cams, at, at + cells));
            }
            images.add(new SeenImage(
                    n,
                    labels[n],
                    (rule, side) -> truth,
                    Arrays.copyOfRange(logits, n * classes, (n + 1) * classes),
                    maps,
                    maps.get(labels[n])));
        }
        var results = new ObjectMapper()
                .readTree(Reference.file("evaluation", "scm_results.json").toFile());
        return new ScmVectors(images, results);
    }

    Counted counted(Protocol protocol) {
        var scorer = new ProtocolScorer(protocol, true);
        images.forEach(scorer::score);
        return scorer.take();
    }

    Scores scores(Protocol protocol) {
        var counted = counted(protocol);
        return Scores.of(
                protocol,
                ProtocolScorer.thresholds(protocol),
                new Scores.Tallies(counted.coupled(), counted.semantic()),
                Optional.empty());
    }
}
