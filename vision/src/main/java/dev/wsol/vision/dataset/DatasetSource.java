package dev.wsol.vision.dataset;

import java.util.List;

/** A data set whose lists have been read and checked. */
public interface DatasetSource {

    /** Short name for people, for example the folder's. */
    String name();

    /** Class names by label. */
    List<String> classes();

    /** Images of a part, in the order of the lists; VALIDATION may be empty, the others are not. */
    List<Sample> split(Split split);

    /**
     * SHA-256, in hexadecimal, of classes, parts, ids, labels and boxes. Equal on every machine and for every place
     * of the folder; it does not cover the pixels.
     */
    default String digest() {
        return DatasetDigest.of(this);
    }
}
