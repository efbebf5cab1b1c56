package dev.wsol.contract;

import java.util.List;

/**
 * A data set on the worker's file system.
 *
 * @param path folder of the data set
 * @param layout how the folder is laid out, one of {@link #LAYOUTS}; empty to recognise it from what lies in it
 * @param images folder of the images where they lie apart from their lists; empty for the layout's own place
 * @param proxy train on the shorter list {@code image_ids_proxy.txt} that the {@code wsol} layout may bring
 * @param validationPerClass images a class set aside for validation when the data set brings no validation list
 * @param validationSeed seed of that choice
 */
public record DataRef(
        String path, String layout, String images, boolean proxy, int validationPerClass, long validationSeed) {
    public static final int DEFAULT_VALIDATION_PER_CLASS = 5;

    public static final List<String> LAYOUTS = List.of("cub", "ilsvrc", "wsol", "voc", "coco", "folders");

    public DataRef {
        Need.text("path", path);
        Need.atLeast("validationPerClass", validationPerClass, 0);
        if (!layout.isEmpty() && !LAYOUTS.contains(layout))
            throw new BadSpec("layout", "unknown layout '" + layout + "'" + Nearest.known(layout, LAYOUTS));
    }

    /** A folder whose layout is recognised. */
    public DataRef(String path, int validationPerClass, long validationSeed) {
        this(path, "", "", false, validationPerClass, validationSeed);
    }

    public static DataRef at(String path) {
        return new DataRef(path, DEFAULT_VALIDATION_PER_CLASS, 0);
    }

    /** The same folder, said to have this layout. */
    public DataRef as(String layout) {
        return new DataRef(path, layout, images, proxy, validationPerClass, validationSeed);
    }

    /** The same lists over images in another folder. */
    public DataRef withImages(String images) {
        return new DataRef(path, layout, images, proxy, validationPerClass, validationSeed);
    }
}
