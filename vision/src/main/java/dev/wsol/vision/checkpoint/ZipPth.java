package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip form: {@code <root>/data.pkl}, and the numbers of each storage in {@code <root>/data/<key>}. */
final class ZipPth {
    private static final int MOST_PICKLE = 64 << 20;

    private final Path file;
    private final ZipFile zip;

    private ZipPth(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static Object read(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return new ZipPth(file, zip).tree(16 * Files.size(file) + (1 << 20));
        } catch (ZipException e) {
            throw new CheckpointException(file + ": damaged or truncated zip (" + e.getMessage() + ")", e);
        }
    }

    private Object tree(long budget) throws IOException {
        ZipEntry pickle = pickle();
        String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
        checkByteOrder(zip.getEntry(root + "byteorder"));
        if (pickle.getSize() > MOST_PICKLE)
            throw new CheckpointException(file + ": its data.pkl has " + pickle.getSize() + " bytes");
        var torch = new Torch(file.toString());
        Object value = new Pickle(file.toString(), bytes(pickle, pickle.getSize()), torch).read();
        var data = new HashMap<String, ByteBuffer>();
        for (Torch.Storage storage : torch.storages().values())
            data.put(storage.key(), bytes(zip.getEntry(root + "data/" + storage.key()), storage.bytes()));
        return new PthTree(file.toString(), data, new Views(file.toString(), budget)).filled(value);
    }

    private ZipEntry pickle() {
        List<? extends ZipEntry> found = zip.stream()
                .filter(e -> e.getName().matches("[^/]+/data\\.pkl"))
                .toList();
        if (found.size() != 1)
            throw new CheckpointException(
                    file + ": a zip file, but not PyTorch's: it has " + found.size() + " data.pkl");
        return found.get(0);
    }

    private void checkByteOrder(ZipEntry entry) throws IOException {
        if (entry == null) return;
        String order =
                StandardCharsets.UTF_8.decode(bytes(entry, entry.getSize())).toString();
        if (!order.strip().equals("little"))
            throw new CheckpointException(file + ": byte order \"" + order.strip() + "\" is not supported");
    }

    /** Exactly so many bytes, checked against the zip's CRC: a wrong length is found before anything is allocated. */
    private ByteBuffer bytes(ZipEntry entry, long length) throws IOException {
        if (entry == null) throw new CheckpointException(file + ": an entry named in its pickle is missing");
        if (entry.getSize() != length || length > Integer.MAX_VALUE - 8)
            throw new CheckpointException(
                    file + ": " + entry.getName() + " has " + entry.getSize() + " bytes, not " + length);
        if (entry.getMethod() == ZipEntry.STORED && entry.getCompressedSize() != length
                || length > Files.size(file) * 1100L)
            throw new CheckpointException(file + ": " + entry.getName() + " claims an impossible length");
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) length);
            var crc = new CRC32();
            crc.update(bytes);
            if (bytes.length != length || crc.getValue() != entry.getCrc())
                throw new CheckpointException(file + ": " + entry.getName() + " is damaged (its CRC does not fit)");
            return ByteBuffer.wrap(bytes);
        }
    }
}
