package dev.wsol.vision.model;

import ai.djl.ndarray.types.Shape;

/** The graph Laplacian of a square grid with 4-neighbourhood: degree on the diagonal, -1 for neighbours (spec section 3.1). */
final class GridLaplacian {
    private GridLaplacian() {}

    /** Row-major (N,N), N = g * g, node = row * g + column. */
    static float[] dense(int g) {
        int n = g * g;
        var out = new float[n * n];
        for (int i = 0; i < n; i++) {
            if (i % g + 1 < g) join(out, n, i, i + 1);
            if (i + g < n) join(out, n, i, i + g);
        }
        return out;
    }

    private static void join(float[] l, int n, int a, int b) {
        l[a * n + b] = -1;
        l[b * n + a] = -1;
        l[a * n + a]++;
        l[b * n + b]++;
    }

    static Shape shape(int g) {
        return new Shape((long) g * g, (long) g * g);
    }
}
