package dev.wsol.infra.creatures;

/** The smallest box around the pixels of a shape; x1 and y1 are one past the last pixel. */
record TightBox(int x0, int y0, int x1, int y1) {
    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }
}
