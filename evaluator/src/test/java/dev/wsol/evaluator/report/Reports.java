package dev.wsol.evaluator.report;

import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.EvaluationResult;
import dev.wsol.contract.JobId;
import dev.wsol.contract.ModelSpec;
import dev.wsol.contract.Origin;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.draw.Jpg;
import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.result.Breakdown;
import dev.wsol.evaluator.result.Calibration;
import dev.wsol.evaluator.result.ClassRow;
import dev.wsol.evaluator.result.Findings;
import dev.wsol.evaluator.result.JudgedImage;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An evaluation that never took place, with numbers that agree with each other. */
final class Reports {
    private static final int IMAGES = 300;
    private static final List<Outcome> FAILURES =
            List.of(Outcome.SEVERAL_INSTANCES, Outcome.PART, Outcome.MORE, Outcome.OTHER);

    private Reports() {}

    /** @param classes at least one name */
    static Section section(String protocol, String dataset, List<String> classes) {
        var p = Protocol.named(protocol);
        var images = images(classes.size());
        return new Section(
                result(p, dataset),
                new Findings(p, .31, Breakdown.of(images), rows(images, classes), calibration(), images, List.of()),
                3);
    }

    static JudgedImage image(int index, String id, int label, int predicted, double iou, Outcome outcome) {
        var box = new PixelBox(10, 10, 90, 90);
        return new JudgedImage(index, id, label, List.of(predicted), label, box, List.of(box), iou, iou, outcome);
    }

    /** Two small pictures of two outcomes. */
    static List<Gallery> galleries(String id) {
        var jpeg = Jpg.bytes(new BufferedImage(90, 40, BufferedImage.TYPE_INT_RGB), .8f);
        var right = new Gallery.Shown(image(1, id, 0, 0, .8, Outcome.RIGHT), "wren", "wren", jpeg, 90, 40);
        var wrong = new Gallery.Shown(image(2, id, 0, 1, .4, Outcome.CLASS_WRONG), "wren", id, jpeg, 90, 40);
        return List.of(
                new Gallery(Outcome.RIGHT, 200, List.of(right), List.of(right, right), List.of()),
                new Gallery(Outcome.CLASS_WRONG, 100, List.of(wrong), List.of(), List.of(wrong)));
    }

    private static EvaluationResult result(Protocol protocol, String dataset) {
        return new EvaluationResult(
                new JobId("an-evaluation"),
                new CheckpointRef("s3://wsol/jobs/a/e1/checkpoints/0004", "0123456789abcdef".repeat(4), 4),
                ModelSpec.named("deit_scm_micro"),
                Origin.UNKNOWN,
                dataset,
                "d".repeat(64),
                EvaluationResult.ProtocolTag.of(protocol),
                IMAGES,
                2,
                Map.of("maxBoxAcc50", 71.25, "maxBoxAcc30", 93.125, "top1Loc", 55.5, "top1Cls", 77.0, "gtKnown", 71.25),
                Map.of("maxBoxAcc50", .31, "maxBoxAcc30", .2, "top1Loc", .31),
                Map.of("centredBox50", 33.125, "wholeFrame50", 12.5),
                Map.of(),
                "s3://wsol/evaluations/a/e1");
    }

    private static List<JudgedImage> images(int classes) {
        var dice = new Random(1);
        var out = new ArrayList<JudgedImage>();
        for (int i = 0; i < IMAGES; i++) {
            double iou = Math.min(1, Math.max(0, .6 + .22 * dice.nextGaussian()));
            boolean right = dice.nextInt(10) < 8;
            var failure = FAILURES.get(dice.nextInt(FAILURES.size()));
            var outcome = !right ? Outcome.CLASS_WRONG : iou > .5 ? Outcome.RIGHT : failure;
            int label = i % classes;
            out.add(image(
                    i, "00" + label + ".Some_class/image_" + i + ".jpg", label, right ? label : -1, iou, outcome));
        }
        return out;
    }

    private static List<ClassRow> rows(List<JudgedImage> images, List<String> classes) {
        var out = new ArrayList<ClassRow>();
        for (int c = 0; c < classes.size(); c++) {
            int label = c;
            var mine = images.stream().filter(i -> i.label() == label).toList();
            var errors = Breakdown.of(mine);
            double right = 100 - errors.percent(Outcome.CLASS_WRONG);
            var levels = new TreeMap<>(Map.of(30, 95.0 - c % 7, 50, 80.0 - c % 11, 70, 30.0 + c % 13));
            out.add(new ClassRow(
                    c,
                    classes.get(c),
                    mine.size(),
                    right,
                    levels.get(50),
                    errors.percent(Outcome.RIGHT),
                    levels,
                    errors));
        }
        return out;
    }

    private static List<Calibration> calibration() {
        return List.of(curve(30, .22, .96, .6), curve(50, .34, .73, .31), curve(70, .45, .36, .42));
    }

    private static Calibration curve(int iou, double centre, double height, double chosen) {
        var points = new ArrayList<Calibration.Point>();
        for (int t = 0; t < 100; t++) points.add(point(t / 100.0, centre, height));
        var validation = points.stream()
                .map(p -> point(p.threshold(), centre - .02, height - .03))
                .map(p -> new Calibration.Point(p.threshold(), Math.max(0, p.percent())))
                .toList();
        return new Calibration(
                iou, chosen, point(chosen, centre, height).percent(), centre, 100 * height, points, validation);
    }

    private static Calibration.Point point(double threshold, double centre, double height) {
        double z = (threshold - centre) / .22;
        return new Calibration.Point(threshold, 100 * height * Math.exp(-z * z / 2));
    }
}
