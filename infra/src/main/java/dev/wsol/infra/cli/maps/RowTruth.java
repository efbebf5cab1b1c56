package dev.wsol.infra.cli.maps;

import dev.wsol.evaluator.metric.MetricException;
import dev.wsol.vision.dataset.Box;
import dev.wsol.vision.dataset.WsolMetadata;
import dev.wsol.vision.image.Decoder;
import dev.wsol.vision.image.MaskImages;
import dev.wsol.vision.image.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Ground truth of a metadata row; sizes that are not listed and masks are read below the image folder. */
record RowTruth(WsolMetadata.Row row, Optional<Path> images) implements Counter.Truth {
    private static final Decoder DECODER = Decoder.standard();

    @Override
    public List<Box> boxes() {
        var boxes = row.annotation().boxes();
        if (boxes.isEmpty()) throw new MetricException(row.origin() + ": the image has no box");
        return boxes;
    }

    @Override
    public Size size() {
        return row.annotation()
                .size()
                .orElseGet(() -> DECODER.size(
                        folder("its size is not listed in image_sizes.txt").resolve(row.id())));
    }

    @Override
    public byte[] labels(int height, int width) {
        var masks = row.annotation().masks();
        if (masks.isEmpty()) throw new MetricException(row.origin() + ": the image has no mask");
        var found = masks.below(folder("masks are pictures"));
        return MaskImages.labels(found.objectFiles(), found.ignoredFile(), width, height, DECODER);
    }

    private Path folder(String why) {
        return images.orElseThrow(() -> new MetricException(why + "; give the folder of the images with --images"));
    }
}
