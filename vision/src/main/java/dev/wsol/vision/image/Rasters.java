package dev.wsol.vision.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/** Stored samples as interleaved RGB, past every colour space: what Pillow's convert("RGB") gives. */
final class Rasters {
    /** Where the bands of a pixel lie. */
    private static final int[] RGB = {0, 1, 2};

    private static final ColorModel SRGB = new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);

    private Rasters() {}

    /**
     * A picture of three colours, written by the reader where it is wanted. Left to itself the JPEG reader makes B, G, R,
     * sample by sample, which takes as long as half of the decoding; in the order that it has them it copies whole rows.
     */
    static byte[] rgb(ImageReader reader, Size size) throws IOException {
        var rgb = new byte[size.width() * size.height() * RGB.length];
        var raster = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length),
                size.width(),
                size.height(),
                size.width() * RGB.length,
                RGB.length,
                RGB,
                null);
        var into = reader.getDefaultReadParam();
        into.setDestination(new BufferedImage(SRGB, raster, false, null));
        reader.read(0, into);
        return rgb;
    }

    static byte[] rgb(BufferedImage image) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) return fromPalette(raster, palette);
        if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte data
                && data.getNumBanks() == 1
                && raster.getParent() == null) return fromBytes(raster, model, data);
        return fromSamples(raster);
    }

    private static byte[] fromBytes(Raster raster, PixelInterleavedSampleModel model, DataBufferByte data) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] from = data.getData();
        int[] at = model.getBandOffsets();
        int red = at[0];
        int green = at.length < 3 ? at[0] : at[1];
        int blue = at.length < 3 ? at[0] : at[2];
        int step = model.getPixelStride();
        var rgb = new byte[width * height * 3];
        for (int y = 0, out = 0; y < height; y++) {
            int p = data.getOffset() + y * model.getScanlineStride();
            for (int x = 0; x < width; x++, p += step, out += 3) {
                rgb[out] = from[p + red];
                rgb[out + 1] = from[p + green];
                rgb[out + 2] = from[p + blue];
            }
        }
        return rgb;
    }

    private static byte[] fromPalette(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        var colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        var row = new int[width];
        var rgb = new byte[width * raster.getHeight() * 3];
        for (int y = 0, out = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++, out += 3) {
                int colour = colours[row[x]];
                rgb[out] = (byte) (colour >> 16);
                rgb[out + 1] = (byte) (colour >> 8);
                rgb[out + 2] = (byte) colour;
            }
        }
        return rgb;
    }

    private static byte[] fromSamples(Raster raster) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int shift = raster.getSampleModel().getSampleSize(0) - 8;
        if (shift < 0 || shift > 8) throw new IllegalArgumentException("samples of " + (shift + 8) + " bits");
        var row = new int[width * bands];
        var rgb = new byte[width * raster.getHeight() * 3];
        for (int y = 0, out = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++)
                for (int c = 0; c < 3; c++) rgb[out++] = (byte) (row[x * bands + (bands < 3 ? 0 : c)] >> shift);
        }
        return rgb;
    }
}
