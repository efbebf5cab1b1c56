package dev.wsol.vision.dataset;

import dev.wsol.contract.DataRef;
import java.nio.file.Path;

/** Reads one layout. */
interface LayoutReader {
    /** Whether the folder looks like this layout; looks at names only. */
    boolean recognises(Path root);

    /**
     * Reads all lists. Mistakes go to the problems, and the images they spoil are left out.
     *
     * @throws DatasetException if a list is missing or cannot be read at all
     */
    Parts read(Request request);

    /** What to read, and where to report mistakes. */
    record Request(Path root, DataRef ref, Problems problems) {}
}
