package dev.wsol.vision.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pascal VOC: one XML file an image, lists of ids by part. */
final class VocReader implements LayoutReader {
    static final String SIGN = "the folders Annotations and ImageSets/Main";
    static final String TREE = """
            VOC2007/
              ImageSets/Main/train.txt     ids, one a line; where it is missing, those of trainval.txt that val.txt lacks
              ImageSets/Main/val.txt       validation; the test part where there is no test.txt
              ImageSets/Main/test.txt      test
              Annotations/000001.xml       size, and name, difficult, bndbox of each object
              JPEGImages/000001.jpg        or .jpeg, .png
            """;

    private static final String LISTS = "ImageSets/Main/";
    private static final String TRAINVAL = LISTS + "trainval.txt";

    @Override
    public boolean recognises(Path root) {
        return Files.isDirectory(root.resolve("Annotations")) && Files.isDirectory(root.resolve(LISTS));
    }

    @Override
    public Parts read(Request request) {
        var parts = new Parts();
        var images = new SingleClass();
        var lists = lists(request);
        if (lists.isEmpty())
            throw new DatasetException("data set " + request.root() + ": " + LISTS
                    + " holds none of train.txt, trainval.txt, val.txt, test.txt");
        var held = heldBack(request, lists);
        lists.forEach((split, list) ->
                new Reading(request, images, split, split == Split.TRAIN ? held : Set.of()).read(list));
        if (!held.isEmpty())
            parts.note("there is no train.txt, so the training part is what trainval.txt has beyond the " + held.size()
                    + " images of val.txt");
        images.into(parts, List.of());
        parts.scoreValidationWithoutTest();
        return parts;
    }

    private static Map<Split, String> lists(Request request) {
        var lists = new EnumMap<Split, String>(Split.class);
        for (String name : List.of("train", "val", "test"))
            if (ListFile.isThere(request.root(), LISTS + name + ".txt"))
                lists.put(PartNames.part(name).orElseThrow(), LISTS + name + ".txt");
        if (!lists.containsKey(Split.TRAIN) && ListFile.isThere(request.root(), TRAINVAL))
            lists.put(Split.TRAIN, TRAINVAL);
        return lists;
    }

    /** Ids that trainval.txt, the union of train and val, must not bring into training. */
    private static Set<String> heldBack(Request request, Map<Split, String> lists) {
        var held = new HashSet<String>();
        if (TRAINVAL.equals(lists.get(Split.TRAIN)) && lists.containsKey(Split.VALIDATION))
            ListFile.each(request.root(), lists.get(Split.VALIDATION), line -> held.add(line.words()[0]));
        return held;
    }

    private static final class Reading {
        private final Request request;
        private final SingleClass images;
        private final Split split;
        private final Set<String> others;
        private final Below annotations;
        private final ImageFiles files;

        /** @param others ids that are of another part */
        Reading(Request request, SingleClass images, Split split, Set<String> others) {
            this.others = others;
            this.request = request;
            this.images = images;
            this.split = split;
            this.annotations = new Below(request.root().resolve("Annotations"));
            this.files = new ImageFiles(
                    request.problems(),
                    List.of(request.root().resolve("JPEGImages")),
                    ending(".jpeg"),
                    ending(".png"),
                    ending(".JPEG"));
        }

        private static ImageFiles.Spelling ending(String ending) {
            return (folder, name) -> Optional.of(name.substring(0, name.length() - ".jpg".length()) + ending);
        }

        void read(String list) {
            ListFile.each(request.root(), list, line -> {
                String id = line.words()[0];
                if (others.contains(id)) return;
                var file = files.find(id + ".jpg", line.origin());
                if (file.isEmpty()) return;
                String xml = id + ".xml";
                var at = new Origin("Annotations/" + xml, 0);
                if (annotations.look(xml) != Below.What.FILE)
                    request.problems().at(line, "the file Annotations/" + xml + " does not exist");
                else
                    VocXml.read(annotations.folder().resolve(xml), at, request.problems())
                            .ifPresent(a -> images.add(split, id, file.get(), a.objects(), a.size(), at));
            });
        }
    }
}
