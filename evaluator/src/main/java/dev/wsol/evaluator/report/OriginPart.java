package dev.wsol.evaluator.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the numbers were made: enough to make them again. */
final class OriginPart {
    private final Html html;

    OriginPart(Html html) {
        this.html = html;
    }

    void write(List<Section> sections, Map<String, ?> manifest) {
        var r = sections.get(0).result();
        var facts = new LinkedHashMap<String, String>();
        facts.put("Evaluate job", r.job().value());
        facts.put("Checkpoint", r.checkpoint().uri());
        facts.put("SHA-256 of the weights", r.checkpoint().sha256());
        facts.put("After epoch", String.valueOf(r.checkpoint().epoch()));
        facts.put(
                "Network",
                r.model().arch()
                        + sizes(r.model().width(), r.model().depth(), r.model().heads()));
        facts.put("Data set", r.dataset());
        facts.put("Digest of its lists", r.datasetDigest());
        facts.put("Images scored, left out", r.images() + ", " + r.rejected());
        if (!r.origin().trainJob().isEmpty()) facts.put("Trained by", r.origin().trainJob());
        if (!r.origin().sweepJob().isEmpty())
            facts.put("Part of sweep", r.origin().sweepJob());
        if (!r.origin().selection().isEmpty())
            facts.put("Its checkpoint chosen by", r.origin().selection());
        if (!r.reportUri().isEmpty()) facts.put("Files", r.reportUri());
        html.open("section", "id", "origin", "aria-labelledby", "origin-h");
        html.element("h2", "How the numbers were made", "id", "origin-h");
        list(facts);
        if (!manifest.isEmpty()) {
            html.element("h3", "What the checkpoint says about its training");
            var said = new LinkedHashMap<String, String>();
            manifest.forEach((name, value) -> said.put(name, String.valueOf(value)));
            list(said);
        }
        again(sections);
        html.close().line();
    }

    private static String sizes(int width, int depth, int heads) {
        if (width == 0 && depth == 0 && heads == 0) return "";
        return " (width " + own(width) + ", depth " + own(depth) + ", heads " + own(heads) + ")";
    }

    private static String own(int size) {
        return size == 0 ? "its own" : String.valueOf(size);
    }

    private void list(Map<String, String> facts) {
        html.open("dl");
        facts.forEach((name, value) -> html.open("div")
                .element("dt", name)
                .open("dd")
                .element("bdi", value)
                .close()
                .close()
                .line());
        html.close().line();
    }

    private void again(List<Section> sections) {
        var r = sections.get(0).result();
        var protocols = sections.stream().map(s -> s.result().protocol().name()).collect(Collectors.joining(","));
        html.element("h3", "To score it again");
        html.element(
                "pre",
                "wsol evaluate --checkpoint " + r.checkpoint().uri() + " \\\n    --sha256 "
                        + r.checkpoint().sha256() + " \\\n    --arch "
                        + r.model().arch() + " --data DIR --protocols "
                        + protocols);
    }
}
