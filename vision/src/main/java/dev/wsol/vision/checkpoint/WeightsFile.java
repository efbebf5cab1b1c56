package dev.wsol.vision.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of one file, whichever program wrote it: {@code .pth} in both forms or safetensors, told apart by content.
 *
 * @param digest of the whole file
 * @param form what it is
 * @param tensors by name, in file order, without the {@code module.} of DataParallel
 * @param facts plain values beside them: epoch, best score, metadata
 */
public record WeightsFile(Digest digest, Form form, Map<String, Tensor> tensors, Map<String, String> facts) {

    /** Kinds of files that hold weights. */
    public enum Form {
        PTH("PyTorch"),
        SAFETENSORS("safetensors");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final String WRAPPER = "module.";

    /** Where the state dict lies: training checkpoints, pretrained files. A file with neither is the state dict itself. */
    private static final String[] PLACES = {"state_dict", "model"};

    private static final int PICKLE = 0x80;

    /** @throws CheckpointException if the file is missing, damaged or holds no weights */
    public static WeightsFile read(Path file) {
        try {
            if (Files.isDirectory(file)) return read(inFolder(file));
            var digest = Digest.of(file);
            return isTorch(file) ? torch(digest, Pth.read(file)) : safetensors(digest, Safetensors.read(file));
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static Path inFolder(Path folder) {
        Path model = folder.resolve(Manifest.MODEL);
        if (!Files.isRegularFile(model)) throw new CheckpointException(folder + ": a folder without " + Manifest.MODEL);
        return model;
    }

    private static boolean isTorch(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(2);
            return head.length == 2 && (head[0] == 'P' && head[1] == 'K' || (head[0] & 0xff) == PICKLE && head[1] == 2);
        }
    }

    private static WeightsFile torch(Digest digest, Pth pth) {
        var facts = new LinkedHashMap<String, String>();
        if (pth.root() instanceof Map<?, ?> root) root.forEach((key, value) -> fact(facts, key, value));
        return new WeightsFile(digest, Form.PTH, Pth.withoutPrefix(WRAPPER, stateDict(pth)), facts);
    }

    private static Map<String, Tensor> stateDict(Pth pth) {
        for (String place : PLACES)
            if (pth.root() instanceof Map<?, ?> root && root.get(place) instanceof Map<?, ?>) return pth.tensors(place);
        return pth.tensors();
    }

    private static void fact(Map<String, String> facts, Object key, Object value) {
        boolean plain = value instanceof Number || value instanceof String || value instanceof Boolean;
        boolean single = value instanceof Tensor t && t.shape().length == 0;
        if (plain) facts.put(Printable.of(key), Printable.of(value));
        else if (single) facts.put(Printable.of(key), String.valueOf(((Tensor) value).doubles()[0]));
    }

    private static WeightsFile safetensors(Digest digest, Safetensors file) {
        var facts = new LinkedHashMap<String, String>();
        file.metadata().forEach((key, value) -> facts.put(Printable.of(key), Printable.of(value)));
        if (file.tensors().isEmpty()) throw new CheckpointException("the safetensors file holds no tensors");
        return new WeightsFile(digest, Form.SAFETENSORS, Pth.withoutPrefix(WRAPPER, file.tensors()), facts);
    }

    /** Lengths of the axes of every tensor, in file order. */
    public Map<String, long[]> shapes() {
        var shapes = new LinkedHashMap<String, long[]>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }
}
