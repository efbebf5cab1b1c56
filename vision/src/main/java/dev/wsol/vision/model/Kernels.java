package dev.wsol.vision.model;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numeric kernels of {@code kernels.py}, {@code conformer.py} and one of two files for linear layers, packed as a TorchScript archive and
 * loaded once for the JVM. The archive holds code only; parameters are arguments, so one copy serves every network, thread and device.
 */
final class Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

    /** One class in several files: what all networks share and the ViT family, then the Conformer, then the linear layers. */
    private static final List<String> SOURCES = List.of("kernels.py", "conformer.py");

    static final String PORTABLE = "products.py";
    static final String ONEDNN = "onednn.py";

    private Kernels() {}

    /** Loaded on first use; a mistake in the source is an error here, not in the middle of training. */
    private static final class Loaded {
        private static final PtSymbolBlock MODULE = load();
    }

    /** Runs one kernel and closes its arguments. The caller closes the answer. */
    static IValue run(String kernel, boolean gradients, IValue... arguments) {
        try {
            return call(Loaded.MODULE, kernel, gradients, arguments);
        } finally {
            for (var a : arguments) a.close();
        }
    }

    /** Runs one kernel and closes its arguments, but not the weights before them. The caller closes the answer. */
    static IValue run(String kernel, boolean gradients, IValue weights, List<IValue> arguments) {
        try {
            var all = Stream.concat(Stream.of(weights), arguments.stream()).toArray(IValue[]::new);
            return call(Loaded.MODULE, kernel, gradients, all);
        } finally {
            arguments.forEach(IValue::close);
        }
    }

    /** The caller closes the arguments and the answer. */
    static IValue call(PtSymbolBlock module, String kernel, boolean gradients, IValue... arguments) {
        // Both switches belong to the calling thread. The graph optimizer's own derivatives are not wanted: eager
        // autograd is.
        JniUtils.setGraphExecutorOptimize(false);
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
        try {
            return ScriptCall.run(module, kernel, gradients, arguments);
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** oneDNN is part of PyTorch for x86, except where somebody built theirs without. */
    private static PtSymbolBlock load() {
        if (!x86()) return load(PORTABLE);
        try {
            return load(ONEDNN);
        } catch (EngineException e) {
            LOG.info("This PyTorch multiplies without oneDNN: {}", e.getMessage());
            return load(PORTABLE);
        }
    }

    static boolean x86() {
        return List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    }

    /** The module with the linear layers of that file. */
    static PtSymbolBlock load(String products) {
        try {
            Path archive = Files.createTempFile("wsol-kernels", ".pt");
            try {
                try (var out = Files.newOutputStream(archive)) {
                    pack(source(products), out);
                }
                // Never closed: lives as long as the JVM.
                var manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
                boolean mapLocation = false;
                boolean trainable = true;
                return JniUtils.loadModule(manager, archive, mapLocation, new String[0], new String[0], trainable);
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the kernel archive to " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    private static byte[] source(String products) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var name : Stream.concat(SOURCES.stream(), Stream.of(products)).toList()) {
            try (InputStream part = Kernels.class.getResourceAsStream(name)) {
                if (part == null) throw new IllegalStateException(name + " is missing from the class path");
                part.transferTo(all);
            }
        }
        return all.toByteArray();
    }

    /** A TorchScript archive is a ZIP of stored entries: one pickled empty module, no constants, a version, the code. */
    private static void pack(byte[] source, OutputStream out) throws IOException {
        try (var zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "kernels/data.pkl", pickledModule());
            store(zip, "kernels/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "kernels/version", "10\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "kernels/code/__torch__.py", source);
        }
    }

    /** Pickle protocol 2 of an instance of {@code __torch__.Kernels} whose only attribute is {@code training = True}. */
    private static byte[] pickledModule() {
        String protocol = "\u0080\u0002";
        String type = "c__torch__\nKernels\n" + "q\0";
        String emptyInstance = ")\u0081";
        String state = "}(X\u0008\0\0\0training\u0088ub.";
        return (protocol + type + emptyInstance + state).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        var entry = new ZipEntry(name);
        var crc = new CRC32();
        crc.update(bytes);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
