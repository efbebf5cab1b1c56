package dev.wsol.evaluator.metric;

import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** One set of golden score images with their ground truth and companion files. */
record MapSet(String name, List<ScoreImage> images, List<List<PixelBox>> truth) {

    /** Every set of the reference folder; the test is skipped if there is none. */
    static List<MapSet> all() throws IOException {
        var sets = new ArrayList<MapSet>();
        for (var file : Reference.files("evaluation", "*_maps_u8.npy.gz"))
            sets.add(read(file.getFileName().toString().replace("_maps_u8.npy.gz", "")));
        return sets;
    }

    private static MapSet read(String name) throws IOException {
        var maps = Npy.read(Reference.file("evaluation", name + "_maps_u8.npy.gz"));
        int h = maps.shape()[1];
        int w = maps.shape()[2];
        var images = new ArrayList<ScoreImage>();
        for (int i = 0; i < maps.shape()[0]; i++) images.add(new ScoreImage(h, w, maps.bytes(i * h * w, h * w)));
        return new MapSet(name, images, truth(Reference.file("evaluation", name + "_gt_boxes_resized.csv")));
    }

    private static List<List<PixelBox>> truth(Path csv) throws IOException {
        var boxes = new LinkedHashMap<String, List<PixelBox>>();
        for (var line : Files.readAllLines(csv)) {
            var f = line.split(",");
            boxes.computeIfAbsent(f[0], id -> new ArrayList<>())
                    .add(new PixelBox(
                            Integer.parseInt(f[1]),
                            Integer.parseInt(f[2]),
                            Integer.parseInt(f[3]),
                            Integer.parseInt(f[4])));
        }
        return List.copyOf(boxes.values());
    }

    /** A file of the set's metadata folder: numbers after the id, row by row, ids in file order. */
    static LinkedHashMap<String, List<double[]>> table(String set, String file) throws IOException {
        var rows = new LinkedHashMap<String, List<double[]>>();
        for (var line : Files.readAllLines(Reference.file("evaluation", "metadata_" + set + "/test/" + file))) {
            var f = line.split(",");
            var numbers = new double[f.length - 1];
            for (int i = 0; i < numbers.length; i++) numbers[i] = Double.parseDouble(f[i + 1]);
            rows.computeIfAbsent(f[0], id -> new ArrayList<>()).add(numbers);
        }
        return rows;
    }

    Npy companion(String suffix) {
        return Npy.read(Reference.file("evaluation", name + "_" + suffix + ".npy.gz"));
    }
}
