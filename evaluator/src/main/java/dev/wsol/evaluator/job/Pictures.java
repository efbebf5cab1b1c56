package dev.wsol.evaluator.job;

import dev.wsol.contract.Drawing;
import dev.wsol.contract.Protocol;
import dev.wsol.evaluator.draw.ContactSheet;
import dev.wsol.evaluator.draw.Jpg;
import dev.wsol.evaluator.draw.OfficialPictures;
import dev.wsol.evaluator.draw.Overlay;
import dev.wsol.evaluator.draw.Png;
import dev.wsol.evaluator.draw.Seen;
import dev.wsol.evaluator.metric.Outcome;
import dev.wsol.evaluator.report.Gallery;
import dev.wsol.evaluator.report.OutcomeText;
import dev.wsol.evaluator.report.Picks;
import dev.wsol.evaluator.result.Findings;
import dev.wsol.evaluator.result.JudgedImage;
import dev.wsol.vision.map.MapResize;
import dev.wsol.vision.model.Network;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pictures of an evaluation: overlays of images spread over the split, contact sheets by outcome, and the published
 * program's five. All of them are of one protocol.
 */
final class Pictures {
    /** Most images of one kind on a sheet and in the report, however many overlays are wanted. */
    private static final int MOST_OF_A_KIND = 12;

    private static final int COLUMNS = 4;
    private static final float THUMBNAIL = 0.7f;
    private static final long SEED = 0;
    private static final float QUALITY = 0.82f;

    private final Network network;
    private final Seen.Images images;
    private final List<String> classes;
    private final Findings findings;
    private final Path folder;
    private final BooleanSupplier stop;

    /**
     * @param images 224 x 224 pixels by {@link JudgedImage#index}
     * @param folder where to write; it exists
     * @param stop asked before each picture; what is written after that is incomplete
     */
    Pictures(
            Network network,
            Seen.Images images,
            List<String> classes,
            Findings findings,
            Path folder,
            BooleanSupplier stop) {
        this.network = network;
        this.images = images;
        this.classes = classes;
        this.findings = findings;
        this.folder = folder;
        this.stop = stop;
    }

    /** Writes {@code overlays/<nn>-<image>.png} for images spread evenly over the split, and one sheet of them all. */
    void overlays(int wanted) throws IOException {
        var chosen = spread(wanted);
        if (chosen.isEmpty()) return;
        var target = Files.createDirectories(folder.resolve("overlays"));
        var tiles = new ArrayList<ContactSheet.Tile>();
        boolean all = look(chosen, (image, seen) -> {
            var picture = sideBySide(image, seen);
            var name = "%02d-%s.png".formatted(tiles.size() + 1, stem(image.id()));
            write(target.resolve(name), Png.bytes(picture));
            tiles.add(tile(image, picture));
        });
        if (!all) return;
        var strips = List.of(new ContactSheet.Strip("", tiles));
        write(
                folder.resolve("overlays.png"),
                Png.bytes(ContactSheet.page(title("images spread over the split"), strips, COLUMNS)));
    }

    /**
     * Writes {@code contact-sheets/<outcome>.png}: the worst fitting images of each outcome, the best and some at random.
     *
     * @param wanted of each kind, at most
     * @return the same pictures for the report
     */
    List<Gallery> sheets(int wanted) throws IOException {
        var galleries = new ArrayList<Gallery>();
        var picks = Picks.of(findings.images(), Math.min(wanted, MOST_OF_A_KIND), SEED);
        if (picks.isEmpty()) return galleries;
        var target = Files.createDirectories(folder.resolve("contact-sheets"));
        for (var pick : picks.entrySet())
            sheet(pick.getKey(), pick.getValue(), target).ifPresent(galleries::add);
        return galleries;
    }

    private Optional<Gallery> sheet(Outcome outcome, Picks picks, Path target) {
        Map<Integer, BufferedImage> drawn = new HashMap<>();
        boolean all = look(picks.all(), (image, seen) -> drawn.put(image.index(), sideBySide(image, seen)));
        if (!all) return Optional.empty();
        var strips = List.of(
                strip("worst fit", picks.worst(), drawn),
                strip("best fit", picks.best(), drawn),
                strip("at random", picks.random(), drawn));
        var title = title(OutcomeText.name(outcome) + ", " + picks.total() + " images");
        write(target.resolve(OutcomeText.key(outcome) + ".png"), Png.bytes(ContactSheet.page(title, strips, COLUMNS)));
        return Optional.of(new Gallery(
                outcome,
                picks.total(),
                shown(picks.worst(), drawn),
                shown(picks.best(), drawn),
                shown(picks.random(), drawn)));
    }

    /**
     * Writes the published program's five pictures below {@code draw/}, in its folders and under the image's own name, with its
     * ending only where another image has the same name without. As PNG, so that they are what was drawn, to the pixel. Like
     * the program, of the labelled class.
     */
    void official(Drawing wanted) throws IOException {
        double threshold = wanted.chosenThreshold() ? findings.threshold() : OfficialPictures.THRESHOLD;
        var shared = sharedNames();
        look(spread(wanted.images()), (image, seen) -> {
            // Boxes are in pixels of the protocol's score map; the program draws on 224 x 224.
            boolean fits = findings.protocol().mapSize() == seen.picture().width();
            var drawn = OfficialPictures.of(
                    seen.picture(), seen.maps(image.label()), fits ? image.truth() : List.of(), threshold);
            drawn.pictures().forEach((kind, picture) -> write(inside(kind, image.id(), shared), Png.bytes(picture)));
        });
    }

    /** Ids without ending that several images have, whether they are drawn or not: names do not depend on how many are. */
    private Set<String> sharedNames() {
        var seen = new HashSet<String>();
        return findings.images().stream()
                .map(image -> withoutEnding(image.id()))
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    private static String withoutEnding(String id) {
        int dot = id.lastIndexOf('.');
        return dot > id.lastIndexOf('/') ? id.substring(0, dot) : id;
    }

    /** The file of an image; an id that leads out of the folder is flattened. */
    private Path inside(OfficialPictures.Kind kind, String id, Set<String> shared) {
        var root = folder.resolve("draw").resolve(kind.folder());
        var plain = withoutEnding(id);
        var name = storable(shared.contains(plain) ? id : plain) + ".png";
        var file = root.resolve(name.startsWith("/") ? name.substring(1) : name).normalize();
        return file.startsWith(root) ? file : root.resolve(stem(id) + ".png");
    }

    /** Of blanks, umlauts and the like no object key can be made; a number keeps the names apart that lose them. */
    private static String storable(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9!_.*'()=+@,:~/-]", "_");
        return plain.equals(name) ? name : plain + "-" + Integer.toHexString(name.hashCode());
    }

    private interface Drawer {
        void draw(JudgedImage image, Seen seen);
    }

    /** @return false if it was stopped before the last image */
    private boolean look(List<JudgedImage> chosen, Drawer drawer) {
        for (var image : chosen) {
            if (stop.getAsBoolean()) return false;
            Seen.by(network, images.pixels(image.index()), seen -> drawer.draw(image, seen));
        }
        return true;
    }

    private List<JudgedImage> spread(int wanted) {
        int all = findings.images().size();
        int count = Math.min(wanted, all);
        return IntStream.range(0, count)
                .mapToObj(n -> findings.images().get((int) ((n + 0.5) * all / count)))
                .toList();
    }

    private BufferedImage sideBySide(JudgedImage image, Seen seen) {
        var protocol = findings.protocol();
        int side = protocol.mapSize();
        var kind = protocol.resize() == Protocol.Resize.BICUBIC ? MapResize.Kind.BICUBIC : MapResize.Kind.BILINEAR;
        var picture = Overlay.picture(side, side, seen.picture(side).rgb());
        return Overlay.sideBySide(
                picture, seen.coupled(image.boxed(), kind, side, side), image.truth(), List.of(image.box()));
    }

    private ContactSheet.Strip strip(String heading, List<JudgedImage> of, Map<Integer, BufferedImage> drawn) {
        return new ContactSheet.Strip(
                heading, of.stream().map(i -> tile(i, drawn.get(i.index()))).toList());
    }

    private ContactSheet.Tile tile(JudgedImage image, BufferedImage picture) {
        var verdict = String.format(Locale.ROOT, "IoU %.2f   %s", image.iou(), OutcomeText.name(image.outcome()));
        var names = name(image.label()) + (image.classRight() ? "" : ", taken for " + name(image.predicted()));
        return new ContactSheet.Tile(thumbnail(picture), image.id(), verdict, names, image.outcome() == Outcome.RIGHT);
    }

    /** Sheets of full-size pictures would be larger than the checkpoint they speak of. */
    private static BufferedImage thumbnail(BufferedImage picture) {
        int width = Math.max(1, Math.round(picture.getWidth() * THUMBNAIL));
        int height = Math.max(1, Math.round(picture.getHeight() * THUMBNAIL));
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var g = small.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(picture, 0, 0, width, height, null);
        g.dispose();
        return small;
    }

    private List<Gallery.Shown> shown(List<JudgedImage> of, Map<Integer, BufferedImage> drawn) {
        return of.stream()
                .map(i -> new Gallery.Shown(
                        i,
                        name(i.label()),
                        name(i.predicted()),
                        Jpg.bytes(drawn.get(i.index()), QUALITY),
                        drawn.get(i.index()).getWidth(),
                        drawn.get(i.index()).getHeight()))
                .toList();
    }

    private String title(String what) {
        return "Protocol " + findings.protocol().name() + ": " + what + ". Red is annotated, green is found.";
    }

    /** The data set's name of a class without the number that CUB puts before it. */
    private String name(int label) {
        return classes.get(label).replaceFirst("^\\d+\\.", "");
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String stem(String id) {
        var file = id.substring(id.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return (dot > 0 ? file.substring(0, dot) : file).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
