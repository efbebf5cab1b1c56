package dev.wsol.contract;

/**
 * A data set on the worker's file system, in CUB-200-2011 layout.
 *
 * @param path folder that holds images.txt and the other lists
 * @param validationPerClass images a class set aside for validation when the data set brings no validation list
 * @param validationSeed seed of that choice
 */
public record DataRef(String path, int validationPerClass, long validationSeed) {
    public static final int DEFAULT_VALIDATION_PER_CLASS = 5;

    public DataRef {
        Need.text("path", path);
        Need.atLeast("validationPerClass", validationPerClass, 0);
    }

    public static DataRef at(String path) {
        return new DataRef(path, DEFAULT_VALIDATION_PER_CLASS, 0);
    }
}
