package dev.wsol.vision.dataset;

/** Metadata rows that have found their images. */
final class WsolRows {
    private final ImageFiles files;
    private final Problems problems;

    WsolRows(ImageFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    void add(WsolMetadata lists, Parts parts, Split split) {
        for (var row : lists.rows())
            files.find(row.id(), row.listed()).ifPresent(file -> {
                var at = row.annotation();
                var masks = at.masks().below(file.folder());
                checkMasks(masks, row);
                var annotation = masks.isEmpty() ? at : new Annotation(at.boxes(), masks, at.size());
                parts.split(split)
                        .add(new Sample(row.id(), file.folder(), file.name(), row.label(), annotation, row.origin()));
            });
    }

    private void checkMasks(Masks masks, WsolMetadata.Row row) {
        if (masks.isEmpty()) return;
        var folder = new Below(masks.folder());
        for (var name : masks.all())
            if (folder.look(name) != Below.What.FILE)
                problems.at(
                        row.origin(),
                        "the mask %s of %s is not there; unpack the masks beside the images"
                                .formatted(masks.folder().resolve(name), row.id()));
    }
}
