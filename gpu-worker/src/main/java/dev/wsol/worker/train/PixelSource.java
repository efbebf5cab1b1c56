package dev.wsol.worker.train;

/** Training images by index, decoded and resized. Read from one other thread while the engine works. */
public interface PixelSource {
    /** Side of the resized square image. */
    int SIDE = 256;

    /** Number of images. */
    int size();

    /** Class index of an image. */
    int label(int index);

    /** Copies the image as 256 x 256 pixels, red, green and blue interleaved, row-major: 196608 bytes. */
    void copyResized(int index, byte[] rgb);
}
