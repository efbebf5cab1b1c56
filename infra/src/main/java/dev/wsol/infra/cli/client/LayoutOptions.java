package dev.wsol.infra.cli.client;

import dev.wsol.contract.DataRef;
import picocli.CommandLine.Option;

/** Options that say how a data set is laid out, where it cannot be seen from its folder. */
public final class LayoutOptions {
    @Option(
            names = "--layout",
            paramLabel = "NAME",
            description = "cub, ilsvrc, wsol, voc, coco or folders. Default: recognised; see 'wsol dataset list'.")
    private String layout;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of the images, where they lie apart from their lists (layout wsol).")
    private String images;

    @Option(names = "--proxy", description = "Train on image_ids_proxy.txt (layout wsol).")
    private boolean proxy;

    Tree into(Tree spec) {
        return spec.put("data", "path", "layout", layout)
                .put("data", "path", "images", images == null ? null : SpecOptions.absolute(images))
                .put("data", "path", "proxy", proxy ? true : null);
    }

    /** @throws dev.wsol.contract.BadSpec if there is no such layout */
    public DataRef at(String folder, int validationPerClass, long validationSeed) {
        return new DataRef(
                folder,
                layout == null ? "" : layout,
                images == null ? "" : SpecOptions.absolute(images),
                proxy,
                validationPerClass,
                validationSeed);
    }
}
