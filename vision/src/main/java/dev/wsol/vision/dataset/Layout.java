package dev.wsol.vision.dataset;

import dev.wsol.contract.DataRef;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The layouts that can be read, in the order in which they are looked for. Labels are those of {@link DataRef}. */
public enum Layout {
    CUB("CUB-200-2011, with CUBV2 for validation", CubReader.SIGN, CubReader.TREE),
    ILSVRC(
            "ILSVRC 2012 as SCM and TS-CAM expect it, with ImageNetV2 for validation",
            IlsvrcReader.SIGN,
            IlsvrcReader.TREE),
    WSOL("metadata of the 2020 evaluation: CUB, ILSVRC, OpenImages30k", WsolReader.SIGN, WsolReader.TREE),
    VOC("Pascal VOC", VocReader.SIGN, VocReader.TREE),
    COCO("COCO", CocoReader.SIGN, CocoReader.TREE),
    FOLDERS("plain folders, one a class: training and classification only", FoldersReader.SIGN, FoldersReader.TREE);

    private final String title;
    private final String sign;
    private final String tree;

    Layout(String title, String sign, String tree) {
        this.title = title;
        this.sign = sign;
        this.tree = tree;
    }

    /** The name that users type. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is, in a line. */
    public String title() {
        return title;
    }

    /** What it is recognised by. */
    public String sign() {
        return sign;
    }

    /** The folders and files that are expected, as a picture of some lines. */
    public String tree() {
        return tree;
    }

    LayoutReader reader() {
        return switch (this) {
            case CUB -> new CubReader();
            case ILSVRC -> new IlsvrcReader();
            case WSOL -> new WsolReader();
            case VOC -> new VocReader();
            case COCO -> new CocoReader();
            case FOLDERS -> new FoldersReader();
        };
    }

    static Optional<Layout> of(Path root) {
        return Arrays.stream(values())
                .filter(layout -> layout.reader().recognises(root))
                .findFirst();
    }

    static Layout named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
