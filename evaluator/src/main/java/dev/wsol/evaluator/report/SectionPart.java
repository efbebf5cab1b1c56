package dev.wsol.evaluator.report;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.result.Calibration;
import dev.wsol.evaluator.result.ClassRow;
import dev.wsol.evaluator.result.Findings;
import java.util.Arrays;
import java.util.List;

/** What one protocol says, as part of the page. */
final class SectionPart {
    private static final List<Outcome> ERRORS =
            Arrays.stream(Outcome.values()).filter(o -> o != Outcome.RIGHT).toList();

    private final Html html;
    private final String id;
    private final EvaluationResult result;
    private final Findings findings;
    private final long degenerate;

    /** @param id prefix of every id inside; a letter and a number */
    SectionPart(Html html, String id, Section section) {
        this.html = html;
        this.id = id;
        this.result = section.result();
        this.findings = section.findings();
        this.degenerate = section.degenerate();
    }

    void write() {
        html.open("section", "id", id, "aria-labelledby", id + "-h").line();
        html.open("h2", "id", id + "-h")
                .text("Protocol ")
                .element("bdi", result.protocol().name())
                .close()
                .line();
        protocol();
        headline();
        metrics();
        curves();
        if (!findings.pixels().isEmpty()) pixels();
        if (!findings.images().isEmpty()) {
            fit();
            outcomes();
            classes();
        }
        html.close().line();
    }

    private void protocol() {
        html.open("details", "class", "protocol").open("summary").text("Every choice behind these numbers; SHA-256 ");
        html.element("code", result.protocol().digest().substring(0, 12)).close();
        html.element("pre", result.protocol().canonical());
        html.open("p")
                .text("Digest of this text: ")
                .element("code", result.protocol().digest())
                .close();
        html.close().line();
    }

    private void headline() {
        html.open("div", "class", "headline");
        for (var metric : MetricText.headlines(findings.protocol().headline(), result.metrics())) {
            html.open("div");
            html.element("span", Numbers.percent(result.metrics().get(metric)), "class", "big");
            html.element("span", MetricText.name(metric), "class", "what");
            var baseline = MetricText.baseline(metric, result.baselines());
            baseline.ifPresent(b -> html.element("span", "best fixed box " + Numbers.percent(b), "class", "beside"));
            html.close();
        }
        html.close().line();
    }

    private void metrics() {
        table("All metrics, in percent", "Metric", "Value", "Best fixed box", "Whole frame", "Threshold");
        for (var metric : MetricText.ordered(result.metrics().keySet())) {
            html.open("tr").open("th", "scope", "row").text(MetricText.name(metric));
            html.text(" ").element("code", metric).close();
            number(Numbers.percent(result.metrics().get(metric)));
            number(MetricText.baseline(metric, result.baselines())
                    .map(Numbers::percent)
                    .orElse(""));
            number(MetricText.wholeFrame(metric, result.baselines())
                    .map(Numbers::percent)
                    .orElse(""));
            var threshold = result.thresholds().get(metric);
            number(threshold == null ? "" : Numbers.threshold(threshold));
            html.close().line();
        }
        endTable();
        if (degenerate > 0)
            html.element(
                    "p",
                    Numbers.whole(degenerate) + " score maps were constant or not finite and counted as empty.",
                    "class",
                    "warning");
    }

    private void curves() {
        if (findings.calibration().isEmpty()) return;
        html.element("h3", "Accuracy over the threshold").open("figure");
        Charts.curves(html, id + "-curves", findings.calibration());
        html.element(
                        "figcaption",
                        "Share of images whose box reaches the IoU level, over the score map threshold. Filled: the"
                                + " threshold of the protocol. Ring: the threshold that these images themselves would have"
                                + " liked best (oracle)."
                                + (onValidation() ? " Faint: the validation images, where the protocol chose." : ""))
                .close()
                .line();
        table(
                "Calibration of the threshold",
                "IoU",
                "Threshold",
                "Percent there",
                "Oracle threshold",
                "Percent there",
                "Distance",
                "Percent lost");
        for (var c : findings.calibration()) {
            html.open("tr").element("th", String.valueOf(c.iou()), "scope", "row");
            number(Numbers.threshold(c.chosen()));
            number(Numbers.percent(c.chosenPercent()));
            number(Numbers.threshold(c.oracle()));
            number(Numbers.percent(c.oraclePercent()));
            number(Numbers.signed(c.thresholdDistance()));
            number(Numbers.percent(c.percentLost()));
            html.close().line();
        }
        endTable();
    }

    private void pixels() {
        var all = findings.pixels().get(0); // the lowest threshold is 0, which every pixel reaches
        html.element("h3", "Pixels against masks").open("figure");
        Charts.precisionRecall(html, id + "-pixels", findings.pixels(), all.precision());
        html.element(
                        "figcaption",
                        "Precision over recall of the pixels at every threshold of the score map; PxAP is the area under"
                                + " the line. Dot: the threshold at which both balance best (F1). Faint: objects cover "
                                + Numbers.percent(all.precision())
                                + " percent of the pixels that count, which is what a map without any sense would get.")
                .close()
                .line();
    }

    private boolean onValidation() {
        return findings.calibration().stream().anyMatch(c -> !c.validation().isEmpty());
    }

    private void fit() {
        html.element("h3", "How well the boxes fit").open("figure");
        Charts.histogram(
                html,
                id + "-fit",
                findings.images(),
                findings.calibration().stream().map(Calibration::iou).toList());
        html.element(
                        "figcaption",
                        "Share of images by IoU, in steps of 0.05, at the threshold for IoU 50. Lines: the levels scored.")
                .close()
                .line();
    }

    private void outcomes() {
        var counts = findings.errors();
        html.element("h3", "Why images fail").open("figure");
        Charts.outcomes(html, id + "-outcomes", counts);
        html.close();
        table("Images by outcome; the first that applies counts", "Outcome", "Images", "Percent", "It means");
        for (var outcome : Outcome.values()) {
            html.open("tr").open("th", "scope", "row");
            html.element("i", "", "class", "key o-" + OutcomeText.key(outcome));
            html.text(OutcomeText.name(outcome)).close();
            number(Numbers.whole(counts.of(outcome)));
            number(Numbers.percent(counts.percent(outcome)));
            html.element("td", OutcomeText.meaning(outcome)).close().line();
        }
        endTable();
    }

    private void classes() {
        List<ClassRow> rows = findings.classes();
        var levels = findings.calibration().stream().map(Calibration::iou).toList();
        html.element("h3", "Class by class");
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Class by class");
        html.open("table", "class", "sortable")
                .element(
                        "caption",
                        rows.size() + " classes with images. Localization and classification in percent of the class's"
                                + " images; errors in images.");
        html.open("thead").open("tr").element("th", "Class", "scope", "col");
        column("Images");
        for (var name : List.of("Top-1 Cls", "GT-known", "Top-1 Loc")) column(name);
        for (int level : levels) column("Box at " + level);
        for (var outcome : ERRORS) column(OutcomeText.name(outcome));
        html.close().close().line().open("tbody");
        for (var row : rows) classRow(row, levels);
        html.close().close().close().line();
    }

    private void classRow(ClassRow row, List<Integer> levels) {
        html.open("tr").open("th", "scope", "row").element("bdi", row.name()).close();
        number(String.valueOf(row.images()));
        number(Numbers.percent(row.top1Cls()));
        number(Numbers.percent(row.gtKnown()));
        number(Numbers.percent(row.top1Loc()));
        for (int level : levels) {
            var percent = row.maxBoxAcc().get(level);
            number(percent == null ? "" : Numbers.percent(percent));
        }
        for (var outcome : ERRORS) number(String.valueOf(row.errors().of(outcome)));
        html.close().line();
    }

    private void table(String caption, String firstColumn, String... columns) {
        html.open("div", "class", "wide")
                .open("table")
                .element("caption", caption)
                .open("thead")
                .open("tr");
        html.element("th", firstColumn, "scope", "col");
        for (var column : columns) {
            if (column.equals("It means")) html.element("th", column, "scope", "col");
            else column(column);
        }
        html.close().close().line().open("tbody");
    }

    private void endTable() {
        html.close().close().close().line();
    }

    private void column(String name) {
        html.element("th", name, "scope", "col", "class", "n");
    }

    private void number(String text) {
        html.element("td", text, "class", "n");
    }
}
