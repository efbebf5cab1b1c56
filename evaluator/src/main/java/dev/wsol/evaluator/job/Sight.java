package dev.wsol.evaluator.job;

import java.util.List;

/** What looks at images. One thread at a time. */
@FunctionalInterface
interface Sight {
    /**
     * @param frames one batch, not empty
     * @param ranks how many of the classes ranked first need their maps beside the labelled one
     * @return one an image, in order
     */
    List<SeenImage> see(List<Frame> frames, int ranks);
}
