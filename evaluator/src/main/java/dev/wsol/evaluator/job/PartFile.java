package dev.wsol.evaluator.job;

import dev.wsol.evaluator.metric.BoxTally;
import dev.wsol.evaluator.metric.Figure;
import dev.wsol.evaluator.metric.PixelBox;
import dev.wsol.evaluator.metric.PixelTally;
import dev.wsol.evaluator.metric.Tally;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Parts in gzip'ed files of our own, private to one build's evaluator: a reader that finds another form refuses it. */
final class PartFile {
    private static final String FORM = "wsol-part-2";
    private static final int MOST = 1 << 24;

    private PartFile() {}

    static void write(Path file, Part part) throws IOException {
        try (var out = new DataOutputStream(
                new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), 1 << 16))) {
            out.writeUTF(FORM);
            out.writeInt(part.from());
            out.writeInt(part.to());
            out.writeInt(part.rejected().size());
            for (var r : part.rejected()) {
                out.writeInt(r.index());
                out.writeUTF(r.reason().substring(0, Math.min(r.reason().length(), 1000)));
            }
            out.writeInt(part.counted().size());
            for (var c : part.counted()) {
                tally(out, c.coupled());
                tally(out, c.semantic());
                pixels(out, c.pixels());
                out.writeLong(c.degenerate());
                out.writeInt(c.rows().size());
                for (var row : c.rows()) row(out, row);
            }
        }
    }

    /** @throws IOException if the file is damaged or of another form */
    static Part read(Path file) throws IOException {
        try (var in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)), 1 << 16))) {
            if (!in.readUTF().equals(FORM)) throw new IOException("not a part in the form " + FORM);
            int from = in.readInt();
            int to = in.readInt();
            var rejected = new ArrayList<Part.LeftOut>();
            for (int n = count(in); n > 0; n--) rejected.add(new Part.LeftOut(in.readInt(), in.readUTF()));
            var counted = new ArrayList<Counted>();
            for (int n = count(in); n > 0; n--) {
                var coupled = tally(in);
                var semantic = tally(in);
                var pixels = pixels(in);
                long degenerate = in.readLong();
                var rows = new ArrayList<ImageRow>();
                for (int r = count(in); r > 0; r--) rows.add(row(in));
                counted.add(new Counted(coupled, semantic, pixels, degenerate, rows));
            }
            // Only behind the last byte is the check sum that gzip compares.
            if (in.read() >= 0) throw new IOException("it goes on after its end");
            return new Part(from, to, rejected, counted);
        } catch (RuntimeException e) {
            throw new IOException("a damaged part: " + e.getMessage(), e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int n = in.readInt();
        if (n < 0 || n > MOST) throw new IOException("a count of " + n);
        return n;
    }

    private static void tally(DataOutputStream out, Tally tally) throws IOException {
        ints(out, tally.ious().stream().mapToInt(Integer::intValue).toArray());
        out.writeInt(tally.images());
        out.writeInt(tally.classified());
        out.writeInt(tally.top1());
        out.writeInt(tally.top5());
        out.writeInt(tally.boxes().size());
        for (var e : tally.boxes().entrySet()) {
            out.writeUTF(e.getKey().name());
            for (var boxes : e.getValue()) ints(out, boxes.hits());
        }
    }

    private static Tally tally(DataInputStream in) throws IOException {
        var ious = new ArrayList<Integer>();
        for (int iou : ints(in)) ious.add(iou);
        int images = in.readInt();
        int classified = in.readInt();
        int top1 = in.readInt();
        int top5 = in.readInt();
        Map<Figure, List<BoxTally>> boxes = new EnumMap<>(Figure.class);
        for (int n = count(in); n > 0; n--) {
            var figure = Figure.valueOf(in.readUTF());
            var list = new ArrayList<BoxTally>();
            for (int t = 0; t < ious.size(); t++) list.add(new BoxTally(images, ints(in)));
            boxes.put(figure, list);
        }
        return new Tally(ious, images, classified, top1, top5, boxes);
    }

    private static void pixels(DataOutputStream out, Optional<PixelTally> pixels) throws IOException {
        out.writeBoolean(pixels.isPresent());
        if (pixels.isEmpty()) return;
        out.writeInt(pixels.get().images());
        long[] foreground = pixels.get().foreground();
        long[] background = pixels.get().background();
        out.writeInt(foreground.length);
        for (long n : foreground) out.writeLong(n);
        for (long n : background) out.writeLong(n);
    }

    private static Optional<PixelTally> pixels(DataInputStream in) throws IOException {
        if (!in.readBoolean()) return Optional.empty();
        int images = in.readInt();
        var foreground = new long[count(in)];
        var background = new long[foreground.length];
        for (int i = 0; i < foreground.length; i++) foreground[i] = in.readLong();
        for (int i = 0; i < background.length; i++) background[i] = in.readLong();
        return Optional.of(new PixelTally(images, foreground, background));
    }

    private static void row(DataOutputStream out, ImageRow row) throws IOException {
        out.writeInt(row.index());
        ints(out, row.ranked());
        out.writeInt(row.truth().size());
        for (var b : row.truth()) ints(out, new int[] {b.x0(), b.y0(), b.x1(), b.y1()});
        boxes(out, row.known());
        boolean other = !row.boxed().equals(row.known());
        out.writeBoolean(other);
        if (other) boxes(out, row.boxed());
    }

    private static ImageRow row(DataInputStream in) throws IOException {
        int index = in.readInt();
        int[] ranked = ints(in);
        var truth = new ArrayList<PixelBox>();
        for (int n = count(in); n > 0; n--) {
            int[] b = ints(in);
            truth.add(new PixelBox(b[0], b[1], b[2], b[3]));
        }
        var known = boxes(in);
        var boxed = in.readBoolean() ? boxes(in) : known;
        return new ImageRow(index, ranked, truth, boxed, known);
    }

    /** Neighbouring levels mostly differ in few corners, so differences are what gzip can shorten. */
    private static void boxes(DataOutputStream out, ImageRow.Boxes boxes) throws IOException {
        out.writeInt(boxes.peak());
        out.writeInt(boxes.levels().length);
        long before = 0;
        for (long box : boxes.levels()) {
            out.writeLong(box ^ before);
            before = box;
        }
    }

    private static ImageRow.Boxes boxes(DataInputStream in) throws IOException {
        int peak = in.readInt();
        int n = in.readInt();
        if (n < 1 || n > 256) throw new IOException(n + " levels");
        var levels = new long[n];
        long before = 0;
        for (int i = 0; i < n; i++) {
            before ^= in.readLong();
            levels[i] = before;
        }
        return new ImageRow.Boxes(peak, levels);
    }

    private static void ints(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int v : values) out.writeInt(v);
    }

    private static int[] ints(DataInputStream in) throws IOException {
        var values = new int[count(in)];
        for (int i = 0; i < values.length; i++) values[i] = in.readInt();
        return values;
    }
}
