package dev.wsol.vision.image;

import java.nio.file.Path;

/** A picture left out, and why. */
public record Rejected(Path file, String reason) {}
