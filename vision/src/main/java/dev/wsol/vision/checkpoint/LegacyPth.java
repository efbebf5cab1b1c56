package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;

/**
 * The form before PyTorch 1.6: five pickles (magic number, protocol, machine, value, storage keys), then for each key
 * the element count as int64 and the numbers.
 */
final class LegacyPth {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private LegacyPth() {}

    static Object read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE)
                throw new CheckpointException(file + ": larger than 2 GiB; save it again with a PyTorch from 1.6 on");
            ByteBuffer in = channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            return tree(file.toString(), in);
        }
    }

    static Object tree(String name, ByteBuffer in) {
        var torch = new Torch(name);
        if (!in.hasRemaining() || (in.get(0) & 0xff) != 0x80 || !MAGIC.equals(new Pickle(name, in, torch).read()))
            throw new CheckpointException(name + ": not a PyTorch checkpoint");
        if (!Long.valueOf(PROTOCOL).equals(new Pickle(name, in, torch).read()))
            throw new CheckpointException(name + ": a PyTorch checkpoint of an unknown protocol");
        new Pickle(name, in, torch).read(); // about the writing machine
        Object value = new Pickle(name, in, torch).read();
        if (!(new Pickle(name, in, torch).read() instanceof List<?> keys))
            throw new CheckpointException(name + ": has no list of storages");

        var data = new HashMap<String, ByteBuffer>();
        for (Object key : keys) {
            Torch.Storage storage =
                    key instanceof String text ? torch.storages().get(text) : null;
            if (storage == null) throw new CheckpointException(name + ": has data for an unknown storage");
            data.put(storage.key(), numbers(name, in, storage));
        }
        for (String key : torch.storages().keySet())
            if (!data.containsKey(key))
                throw new CheckpointException(name + ": has no data for storage " + Printable.of(key));
        return new PthTree(name, data, new Views(name, Views.budget(in.capacity()))).filled(value);
    }

    private static ByteBuffer numbers(String name, ByteBuffer in, Torch.Storage storage) {
        if (in.remaining() < Long.BYTES) throw new CheckpointException(name + ": truncated");
        long count = in.getLong();
        if (count != storage.count())
            throw new CheckpointException(name + ": storage " + Printable.of(storage.key()) + " has " + count
                    + " numbers, not " + storage.count());
        if (count > in.remaining() / storage.type().bytes()) throw new CheckpointException(name + ": truncated");
        ByteBuffer numbers = in.slice(in.position(), (int) storage.bytes());
        in.position(in.position() + numbers.capacity());
        return numbers;
    }
}
