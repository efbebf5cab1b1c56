package dev.wsol.vision.dataset;

import java.util.List;

/** A data set whose lists have been read and checked. Start at {@link Datasets}. */
public interface DatasetSource {

    /** Short name for people, for example the folder's. */
    String name();

    Layout layout();

    /** Class names by label. */
    List<String> classes();

    /** Images of a part, in the order of the lists. Any part may be empty, but not all. */
    List<Sample> split(Split split);

    /** What people should know and what is no mistake: images left out, parts that were carved. */
    List<String> notes();

    /**
     * SHA-256, in hexadecimal, of classes, parts, ids, labels, boxes and mask names. Equal on every machine and for
     * every place of the folder; it does not cover the pixels.
     */
    String digest();
}
