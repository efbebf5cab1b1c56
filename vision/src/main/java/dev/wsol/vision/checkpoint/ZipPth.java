package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip form: {@code <root>/data.pkl}, and the numbers of each storage in {@code <root>/data/<key>}. */
final class ZipPth {
    private static final int MOST_PICKLE = 16 << 20;

    private final Path file;
    private final ZipFile zip;
    private long left;

    private ZipPth(Path file, ZipFile zip, long fileBytes) {
        this.file = file;
        this.zip = zip;
        this.left = fileBytes;
    }

    static Object read(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return new ZipPth(file, zip, Files.size(file)).tree();
        } catch (ZipException e) {
            throw new CheckpointException(file + ": damaged or truncated zip (" + e.getMessage() + ")", e);
        }
    }

    private Object tree() throws IOException {
        long budget = Views.budget(left);
        ZipEntry pickle = pickle();
        String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
        checkByteOrder(zip.getEntry(root + "byteorder"));
        if (pickle.getSize() > MOST_PICKLE)
            throw new CheckpointException(file + ": its data.pkl has " + pickle.getSize() + " bytes");
        var torch = new Torch(file.toString());
        Object value = new Pickle(file.toString(), bytes(pickle, pickle.getSize()), torch).read();
        checkMemory(torch.storages().values());
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
        if (entry.getSize() > 16)
            throw new CheckpointException(file + ": its byte order has " + entry.getSize() + " bytes");
        String order =
                StandardCharsets.UTF_8.decode(bytes(entry, entry.getSize())).toString();
        if (!order.strip().equals("little"))
            throw new CheckpointException(
                    file + ": byte order \"" + Printable.of(order.strip()) + "\" is not supported");
    }

    private void checkMemory(Collection<Torch.Storage> storages) {
        long bytes = storages.stream().mapToLong(Torch.Storage::bytes).reduce(0, Math::addExact);
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (Math.min(bytes, left) > most)
            throw new CheckpointException(
                    file + ": needs " + (bytes >> 20) + " MiB of memory, and half of this program's" + " is "
                            + (most >> 20) + " MiB; start it with a larger heap");
    }

    /**
     * Exactly so many bytes, checked against the zip's CRC: a wrong length is found before anything is allocated. PyTorch
     * stores without compression, so all entries together have no more bytes than the file; a zip that claims more,
     * by compression or by entries that overlap, is made to burst.
     */
    private ByteBuffer bytes(ZipEntry entry, long length) throws IOException {
        if (entry == null) throw new CheckpointException(file + ": an entry named in its pickle is missing");
        String name = Printable.of(entry.getName());
        if (entry.getMethod() != ZipEntry.STORED)
            throw new CheckpointException(file + ": " + name + " is compressed, which PyTorch never does; load it in"
                    + " Python and save it again");
        if (entry.getSize() != length || length < 0 || length > Integer.MAX_VALUE - 8)
            throw new CheckpointException(file + ": " + name + " has " + entry.getSize() + " bytes, not " + length);
        left -= length;
        if (entry.getCompressedSize() != length || left < 0)
            throw new CheckpointException(file + ": " + name + " claims an impossible length");
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) length);
            var crc = new CRC32();
            crc.update(bytes);
            if (bytes.length != length || crc.getValue() != entry.getCrc())
                throw new CheckpointException(file + ": " + name + " is damaged (its CRC does not fit)");
            return ByteBuffer.wrap(bytes);
        }
    }
}
