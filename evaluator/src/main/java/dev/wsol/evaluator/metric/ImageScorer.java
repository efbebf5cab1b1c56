package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.ScoreImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Scores images one by one and counts (spec sections 7 and 8). Buffers are reused; a scorer belongs to one thread, and
 * the tallies of several scorers add.
 */
public final class ImageScorer {
    private static final int TOP = 5;
    private static final int[] NONE = {};

    private final Grid grid;
    private final BoxSearch search;
    private final LevelFit truth = new LevelFit();
    private final LevelFit[] predicted;
    private final Map<Figure, int[][]> hits = new EnumMap<>(Figure.class); // IoU, threshold
    private final boolean[][] anyFit; // IoU, threshold: of the image at hand
    private final boolean[][] anyLoc;
    private int images;
    private int classified;
    private int top1;
    private int top5;
    private final int[][] levels = new int[256][]; // by peak, those of all thresholds; made when needed
    private int[] ranked = NONE; // of the last image, as is the label
    private int label;

    public ImageScorer(Grid grid) {
        this.grid = grid;
        this.search = BoxSearch.of(grid.contours(), grid.ends());
        int n = grid.thresholds().size();
        int t = grid.ious().size();
        this.predicted = new LevelFit[grid.ranks()];
        Arrays.setAll(predicted, j -> new LevelFit());
        for (var figure : Figure.values()) hits.put(figure, new int[t][n]);
        this.anyFit = new boolean[t][n];
        this.anyLoc = new boolean[t][n];
    }

    /**
     * Counts one image.
     *
     * @param logits one a class
     * @param label the true class
     * @param boxes the true boxes in map pixels, at least one
     * @param map the score image of a class; asked once for the true class and once for each predicted one
     * @throws MetricException if a logit is NaN, the label is no class, or there is no box; nothing is counted then
     */
    public void score(float[] logits, int label, List<PixelBox> boxes, IntFunction<ScoreImage> map) {
        int[] ranks = Ranking.top(logits, TOP);
        if (label < 0 || label >= logits.length)
            throw new MetricException("label " + label + " is not one of " + logits.length + " classes");
        if (boxes.isEmpty()) throw new MetricException("no ground-truth box");
        ranked = ranks;
        this.label = label;
        truth.measure(search, map.apply(label), boxes);
        for (int j = 0; j < looked(); j++)
            if (ranks[j] != label) predicted[j].measure(search, map.apply(ranks[j]), boxes);
        images++;
        classified++;
        count(truth);
        countRanks();
    }

    /** Counts one image of which only the true class's map is known: no classification, no predicted classes. */
    public void score(List<PixelBox> boxes, ScoreImage map) {
        if (predicted.length > 0) throw new MetricException("predicted classes are asked for, but there are no logits");
        if (boxes.isEmpty()) throw new MetricException("no ground-truth box");
        ranked = NONE;
        truth.measure(search, map, boxes);
        images++;
        count(truth);
    }

    private int looked() {
        return Math.min(predicted.length, ranked.length);
    }

    private void countRanks() {
        for (boolean[] row : anyFit) Arrays.fill(row, false);
        for (boolean[] row : anyLoc) Arrays.fill(row, false);
        for (int j = 0; j < ranked.length; j++) {
            boolean right = ranked[j] == label;
            if (right && j == 0) top1++;
            if (right) top5++;
            if (right || j < looked()) mark(predicted(j), right); // the true class's map is always at hand
            if (j == 0) countMarked(Figure.PREDICTED_TOP1, Figure.TOP1_LOC);
        }
        countMarked(Figure.PREDICTED_TOP5, Figure.TOP5_LOC);
    }

    private LevelFit predicted(int rank) {
        return ranked[rank] == label ? truth : predicted[rank];
    }

    private void mark(LevelFit fit, boolean right) {
        int[] level = levels(fit.peak());
        for (int t = 0; t < anyFit.length; t++) {
            double wanted = grid.ious().get(t) / 100.0;
            for (int i = 0; i < anyFit[t].length; i++) {
                double iou = fit.iou(level[i]);
                if (iou >= wanted) anyFit[t][i] = true;
                if (right && (grid.strictLoc() ? iou > wanted : iou >= wanted)) anyLoc[t][i] = true;
            }
        }
    }

    private void countMarked(Figure fits, Figure located) {
        add(hits.get(fits), anyFit);
        add(hits.get(located), anyLoc);
    }

    private static void add(int[][] counts, boolean[][] marks) {
        for (int t = 0; t < marks.length; t++)
            for (int i = 0; i < marks[t].length; i++) if (marks[t][i]) counts[t][i]++;
    }

    private void count(LevelFit fit) {
        int[] level = levels(fit.peak());
        int[][] counts = hits.get(Figure.GT_KNOWN);
        for (int t = 0; t < counts.length; t++) {
            double wanted = grid.ious().get(t) / 100.0;
            for (int i = 0; i < counts[t].length; i++) if (fit.iou(level[i]) >= wanted) counts[t][i]++;
        }
    }

    private int[] levels(int peak) {
        if (levels[peak] == null) {
            levels[peak] = new int[grid.thresholds().size()];
            Arrays.setAll(levels[peak], i -> grid.thresholds().level(i, peak));
        }
        return levels[peak];
    }

    /** How the true class's map of the last image fits. Overwritten by the next image. */
    public LevelFit truth() {
        return truth;
    }

    /** How the map of the class predicted first fits the last image; the grid must look at it. */
    public LevelFit first() {
        if (looked() == 0) throw new MetricException("no predicted class was looked at");
        return predicted(0);
    }

    /** Classes of the last image, best first, five at most. */
    public int[] ranked() {
        return ranked.clone();
    }

    /** The counts so far. */
    public Tally tally() {
        var boxes = new EnumMap<Figure, List<BoxTally>>(Figure.class);
        for (var figure : grid.figures()) {
            if (figure != Figure.GT_KNOWN && images > classified) continue; // without logits it was never looked at
            var list = new ArrayList<BoxTally>();
            for (int[] counts : hits.get(figure)) list.add(new BoxTally(images, counts));
            boxes.put(figure, list);
        }
        return new Tally(grid.ious(), images, classified, top1, top5, boxes);
    }
}
