package dev.wsol.vision.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** COCO: one JSON file a part. */
final class CocoReader implements LayoutReader {
    static final String SIGN = "annotations/instances_*.json, or _annotations.coco.json in train, valid or test";
    static final String TREE = """
            COCO/
              annotations/instances_train2017.json    images, annotations with bbox [x, y, width, height], categories
              annotations/instances_val2017.json      validation; the test part where there is no instances_test*.json
              train2017/000000000009.jpg              or images/train2017/
              val2017/
            or
              train/_annotations.coco.json and its images; valid/, test/ alike
            """;

    private static final String ANNOTATIONS = "annotations";
    private static final String PREFIX = "instances_";
    private static final String BESIDE = "_annotations.coco.json";

    /** One list: its file, and where its images may be. */
    private record Listed(String file, String part, List<Path> images) {}

    @Override
    public boolean recognises(Path root) {
        return !lists(root).isEmpty();
    }

    @Override
    public Parts read(Request request) {
        var parts = new Parts();
        var images = new SingleClass();
        var lists = byPart(request);
        List<CocoJson.Category> categories = List.of();
        for (var entry : lists.entrySet()) {
            var listed = entry.getValue();
            var json = CocoJson.read(request.root(), listed.file(), request.problems());
            if (categories.isEmpty()) categories = json.categories();
            else if (!categories.equals(json.categories()))
                request.problems().in(listed.file(), "its categories differ from those of the other parts");
            add(json, entry.getKey(), listed, images, request.problems());
        }
        images.into(parts, categories.stream().map(CocoJson.Category::name).toList());
        parts.scoreValidationWithoutTest();
        return parts;
    }

    private static void add(CocoJson json, Split split, Listed listed, SingleClass to, Problems problems) {
        var files = new ImageFiles(problems, listed.images());
        for (var image : json.images()) {
            // Lines say nothing in these files: the id of the image does.
            var at = new Origin(listed.file() + " image " + image.id(), 0);
            files.find(image.file(), at)
                    .ifPresent(file ->
                            to.add(split, listed.part() + "/" + image.file(), file, image.objects(), image.size(), at));
        }
    }

    private static Map<Split, Listed> byPart(Request request) {
        var byPart = new EnumMap<Split, Listed>(Split.class);
        for (Listed listed : lists(request.root())) {
            var split = PartNames.part(listed.part()).orElseThrow();
            var earlier = byPart.putIfAbsent(split, listed);
            if (earlier != null)
                throw new DatasetException("data set " + request.root() + ": " + earlier.file() + " and "
                        + listed.file() + " are both lists of the same part; move one away");
        }
        if (byPart.isEmpty()) throw new DatasetException("data set " + request.root() + ": there is no " + SIGN);
        return byPart;
    }

    private static List<Listed> lists(Path root) {
        var lists = new ArrayList<Listed>();
        if (Files.isDirectory(root.resolve(ANNOTATIONS)))
            for (String name : names(root.resolve(ANNOTATIONS)))
                official(root, name).ifPresent(lists::add);
        if (lists.isEmpty())
            for (String name : names(root))
                if (PartNames.part(name).isPresent() && ListFile.isThere(root, name + "/" + BESIDE))
                    lists.add(new Listed(name + "/" + BESIDE, name, List.of(root.resolve(name))));
        return lists;
    }

    private static Optional<Listed> official(Path root, String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith(".json")) return Optional.empty();
        String part = name.substring(PREFIX.length(), name.length() - ".json".length());
        if (PartNames.part(part).isEmpty()) return Optional.empty();
        return Optional.of(new Listed(
                ANNOTATIONS + "/" + name,
                part,
                List.of(root.resolve(part), root.resolve("images").resolve(part), root.resolve("images"))));
    }

    private static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new DatasetException(folder + ": cannot be listed (" + e + ")", e);
        }
    }
}
