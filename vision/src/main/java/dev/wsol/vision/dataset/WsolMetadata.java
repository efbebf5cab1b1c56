package dev.wsol.vision.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * One split of the metadata that the 2020 evaluation program reads (spec section 1.4): comma separated lists of ids,
 * labels, image sizes, and boxes or masks. Images and masks are named, not looked for.
 *
 * @param folder where the lists lie
 * @param rows one an image, in the order of the id list
 */
public record WsolMetadata(Path folder, List<Row> rows) {
    static final String IDS = "image_ids.txt";
    static final String PROXY_IDS = "image_ids_proxy.txt";
    static final String LABELS = "class_labels.txt";
    static final String SIZES = "image_sizes.txt";
    static final String PLACES = "localization.txt";

    public WsolMetadata {
        rows = List.copyOf(rows);
    }

    /**
     * One image.
     *
     * @param id its path below the split's image folder
     * @param label class from 0
     * @param annotation boxes or masks; masks are named below the image folder, see {@link Masks#below}
     * @param listed the line of its id
     * @param origin the line that its boxes or masks begin on, else that of its id
     */
    public record Row(String id, int label, Annotation annotation, Origin listed, Origin origin) {}

    /**
     * Reads a split, given its own folder or the folder above it.
     *
     * @param split name of the folder below, for example {@code test}; ignored when {@code folder} itself holds lists
     * @throws DatasetException naming up to ten mistakes by file, line and id
     */
    public static WsolMetadata read(Path folder, String split) {
        Path own = splitFolder(folder, split);
        var problems = new Problems(own.toString());
        var read = read(own, "", IDS, problems);
        problems.throwIfAny();
        if (read.rows.isEmpty()) throw new DatasetException(own.resolve(IDS) + ": is empty");
        return read;
    }

    /** The same, with mistakes noted and the images they belong to left out; there may be no rows then. */
    public static WsolMetadata read(Path folder, String split, Problems problems) {
        return read(splitFolder(folder, split), "", IDS, problems);
    }

    private static Path splitFolder(Path folder, String split) {
        Path own = isSplit(folder) ? folder : folder.resolve(split);
        if (!isSplit(own))
            throw new DatasetException("metadata " + folder + ": neither it nor " + own + " holds " + IDS);
        return own;
    }

    static boolean isSplit(Path folder) {
        return ListFile.isThere(folder, IDS);
    }

    /**
     * @param prefix goes before file names in messages
     * @param ids {@link #IDS} or {@link #PROXY_IDS}, which names a part of the images
     */
    static WsolMetadata read(Path folder, String prefix, String ids, Problems problems) {
        return new WsolReading(folder, prefix, ids, problems).read();
    }
}
