package dev.wsol.infra.cli.client;

import picocli.CommandLine.Option;

/** Options for the official tool's pictures. The coordinator checks the values. */
final class DrawOptions {
    @Option(
            names = "--draw",
            paramLabel = "N",
            description = "Images to draw as the official tool does, five pictures each.")
    private Integer images;

    @Option(
            names = "--draw-threshold",
            paramLabel = "T",
            description = "official | chosen: mask and box at 0.35, or at the protocol's own threshold.")
    private String threshold;

    Integer images() {
        return images;
    }

    String threshold() {
        return threshold;
    }
}
