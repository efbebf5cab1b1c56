package dev.wsol.vision.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metadata folders of the 2020 evaluation, for CUB, ILSVRC and OpenImages30k (spec section 1.4). Its val part,
 * there called train-fullsup, is the validation part.
 */
final class WsolReader implements LayoutReader {
    static final String SIGN = "image_ids.txt in train, val or test";
    static final String TREE = """
            metadata/OpenImages/                 or metadata/CUB, metadata/ILSVRC
              train/image_ids.txt                path below the image folder
              train/class_labels.txt             path,class            (from 0)
              train/image_sizes.txt              path,width,height     optional
              train/localization.txt             path,x0,y0,x1,y1 or path,mask,ignore mask     optional
              train/image_ids_proxy.txt          a shorter training list, used on request
              val/...                            validation
              test/...                           test
            The images: the folder given as such, or dataset/OpenImages beside metadata, or this folder itself.
            """;

    private static final Map<Split, String> FOLDERS =
            new EnumMap<>(Map.of(Split.TRAIN, "train", Split.VALIDATION, "val", Split.TEST, "test"));

    @Override
    public boolean recognises(Path root) {
        return FOLDERS.values().stream().anyMatch(folder -> WsolMetadata.isSplit(root.resolve(folder)));
    }

    @Override
    public Parts read(Request request) {
        return new Reading(request).read();
    }

    private static final class Reading {
        private final Request request;
        private final Path images;
        private final Parts parts = new Parts();

        Reading(Request request) {
            this.request = request;
            this.images = images(request);
        }

        private static Path images(Request request) {
            if (!request.ref().images().isEmpty()) {
                var given = Path.of(request.ref().images());
                if (!Files.isDirectory(given))
                    throw new DatasetException("image folder " + given + ": there is no such folder");
                return given;
            }
            var root = request.root().toAbsolutePath().normalize();
            var beside = root.resolveSibling("..")
                    .resolve("dataset")
                    .resolve(root.getFileName())
                    .normalize();
            return Files.isDirectory(beside) ? beside : root;
        }

        Parts read() {
            FOLDERS.forEach(this::part);
            parts.classes(names());
            return parts;
        }

        private void part(Split split, String name) {
            var folder = request.root().resolve(name);
            if (!WsolMetadata.isSplit(folder)) {
                parts.note(name + "/" + WsolMetadata.IDS + " is missing, so there is no " + name + " part");
                return;
            }
            var lists = WsolMetadata.read(folder, name + "/", ids(split, folder), request.problems());
            if (lists.rows().isEmpty()) parts.note(name + "/" + WsolMetadata.IDS + " is empty");
            new WsolRows(files(folder), request.problems()).add(lists, parts, split);
            if (parts.split(split).isEmpty() && !lists.rows().isEmpty())
                request.problems()
                        .in(name, "none of its images is below " + images + "; say where they are (--images DIR)");
        }

        private String ids(Split split, Path folder) {
            if (split != Split.TRAIN || !request.ref().proxy()) return WsolMetadata.IDS;
            if (ListFile.isThere(folder, WsolMetadata.PROXY_IDS)) return WsolMetadata.PROXY_IDS;
            throw new DatasetException(folder + ": has no " + WsolMetadata.PROXY_IDS + "; train on the whole list");
        }

        /**
         * The images may lie as this program or as SCM wants them: CUB's in images/ and CUBV2/, ILSVRC's validation
         * images in class folders, ImageNetV2's under their own names.
         */
        private ImageFiles files(Path folder) {
            var scm = "ILSVRC2012_list/val2/mapping.txt";
            var real = ListFile.isThere(folder, "mapping.txt")
                    ? NameMapping.read(folder, "mapping.txt", "val2/", request.problems())
                    : ListFile.isThere(images, scm)
                            ? NameMapping.read(images, scm, "val2/", request.problems())
                            : NameMapping.NONE;
            return new ImageFiles(
                    request.problems(),
                    List.of(images, images.resolve("images"), images.resolve("CUBV2")),
                    real,
                    new InClassFolder());
        }

        /** A class is called like the folder of its images, as far as that folder holds no other class. */
        private List<String> names() {
            var clear = clearFolders();
            var names = new ClassNames();
            for (Split split : FOLDERS.keySet())
                for (Sample sample : parts.split(split)) {
                    names.atLeast(sample.label());
                    String folder = folder(sample.id());
                    if (clear.contains(folder) && !names.isNamed(sample.label())) names.of(sample.label(), folder);
                }
            return names.byLabel();
        }

        private Set<String> clearFolders() {
            var labels = new HashMap<String, Integer>();
            var mixed = new HashSet<String>();
            for (Split split : FOLDERS.keySet())
                for (Sample sample : parts.split(split)) {
                    Integer known = labels.putIfAbsent(folder(sample.id()), sample.label());
                    if (known != null && known != sample.label()) mixed.add(folder(sample.id()));
                }
            labels.keySet().removeAll(mixed);
            return labels.keySet();
        }

        private static String folder(String id) {
            int end = id.lastIndexOf('/');
            return end < 1 ? "" : id.substring(id.lastIndexOf('/', end - 1) + 1, end);
        }
    }
}
