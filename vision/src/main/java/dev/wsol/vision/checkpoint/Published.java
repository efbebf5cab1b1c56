package dev.wsol.vision.checkpoint;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Pretrained weights that the published programs start from (spec section 4.2).
 *
 * @param name short name, as in {@code --init deit-small}
 * @param file its name in the cache folder
 * @param address where its authors keep it; empty when they offer no direct address
 * @param sha256 what its digest begins with; empty when its authors state none
 * @param source where a person finds it
 */
public record Published(String name, String file, Optional<URI> address, String sha256, String source) {
    private static final String DEIT = "https://dl.fbaipublicfiles.com/deit/";
    private static final String TIMM =
            "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights/";

    public static final List<Published> ALL = List.of(
            at("deit-tiny", DEIT, "deit_tiny_patch16_224-a1311bcf.pth", "a1311bcf"),
            at("deit-small", DEIT, "deit_small_patch16_224-cd65a155.pth", "cd65a155"),
            at("deit-base", DEIT, "deit_base_patch16_224-b5f2ef4d.pth", "b5f2ef4d"),
            at("vit-small", TIMM, "vit_small_p16_224-15ec54c9.pth", "15ec54c9"),
            new Published(
                    "conformer-small",
                    "Conformer_small_patch16.pth",
                    Optional.empty(),
                    "",
                    "the authors' page, github.com/pengzhiliang/Conformer"));

    private static Published at(String name, String folder, String file, String sha256) {
        return new Published(name, file, Optional.of(URI.create(folder + file)), sha256, folder + file);
    }

    /** The weights of that name; empty when there are none. */
    public static Optional<Published> named(String name) {
        return ALL.stream().filter(p -> p.name.equals(name)).findFirst();
    }

    public static List<String> names() {
        return ALL.stream().map(Published::name).toList();
    }
}
