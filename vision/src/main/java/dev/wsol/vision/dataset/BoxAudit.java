package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.ImageException;
import java.util.Collection;
import java.util.Optional;

/** Checks boxes against the sizes in the image headers. Decodes nothing; about 10,000 images take seconds. */
public final class BoxAudit {
    private BoxAudit() {}

    /**
     * Images without a usable header are passed over here: the image cache rejects and names them.
     *
     * @throws DatasetException naming up to ten boxes that reach outside their image
     */
    public static void check(String name, Collection<Sample> samples, Decoder decoder) {
        var problems = new Problems(name);
        for (Sample sample : samples)
            problem(sample, decoder).ifPresent(problem -> problems.at(problem.at(), problem.message()));
        problems.throwIfAny();
    }

    private static Optional<Problem> problem(Sample sample, Decoder decoder) {
        try {
            return sample.boxProblem(decoder.size(sample.path()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }
}
