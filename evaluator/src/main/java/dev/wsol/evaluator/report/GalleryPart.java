package dev.wsol.evaluator.report;

import java.util.Base64;
import java.util.List;

/** The pictures, inlined. What would make the page too large to open is left out, and said to be. */
final class GalleryPart {
    /** Most bytes of pictures in the page: a browser opens this at once, and mail still takes it. */
    static final long MOST_BYTES = 8L << 20;

    private final Html html;
    private long bytes;
    private int leftOut;

    GalleryPart(Html html) {
        this.html = html;
    }

    void write(List<Gallery> galleries, String protocol) {
        if (galleries.isEmpty()) return;
        html.open("section", "id", "gallery", "aria-labelledby", "gallery-h");
        html.element("h2", "Pictures", "id", "gallery-h");
        html.open("p")
                .text("Protocol ")
                .element("bdi", protocol)
                .text(". Left the image, right the heat of its score map. Boxes: ")
                .element("b", "red", "class", "true")
                .text(" is annotated, ")
                .element("b", "green", "class", "found")
                .text(" is found.")
                .close()
                .line();
        for (var gallery : galleries) group(gallery);
        if (leftOut > 0)
            html.element(
                    "p",
                    (leftOut == 1 ? "1 more picture is" : leftOut + " more pictures are")
                            + " in the contact sheets beside this page; here they would have made it too large.",
                    "class",
                    "warning");
        html.close().line();
    }

    private void group(Gallery gallery) {
        html.open("details", "open", "open").open("summary");
        html.element("i", "", "class", "key o-" + OutcomeText.key(gallery.outcome()));
        html.text(OutcomeText.name(gallery.outcome()) + ", " + Numbers.whole(gallery.total()) + " images")
                .close();
        strip("worst fit", gallery.worst());
        strip("best fit", gallery.best());
        strip("at random", gallery.random());
        html.close().line();
    }

    private void strip(String name, List<Gallery.Shown> shown) {
        if (shown.isEmpty()) return;
        html.element("h4", name).open("div", "class", "strip").line();
        for (var picture : shown) picture(picture);
        html.close().line();
    }

    private void picture(Gallery.Shown shown) {
        if (bytes + shown.jpeg().length > MOST_BYTES) {
            leftOut++;
            return;
        }
        bytes += shown.jpeg().length;
        var image = shown.image();
        html.open("figure");
        html.leaf(
                "img",
                "src",
                "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(shown.jpeg()),
                "width",
                String.valueOf(shown.width()),
                "height",
                String.valueOf(shown.height()),
                "loading",
                "lazy",
                "alt",
                "Image " + image.id() + " of class " + shown.truth() + " and its score map; IoU "
                        + Numbers.iou(image.iou()) + ", " + OutcomeText.name(image.outcome()));
        html.open("figcaption").element("bdi", image.id(), "class", "id");
        html.open("span").element("b", "IoU " + Numbers.iou(image.iou())).text(" · ");
        html.element("bdi", shown.truth());
        if (!image.classRight()) html.text(", taken for ").element("bdi", shown.predicted());
        html.close().close().close().line();
    }
}
