package dev.wsol.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsol.vision.checkpoint.Safetensors;
import dev.wsol.vision.checkpoint.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Golden vectors: the folder {@code models} below the system property {@code wsol.reference}, or below the test resources. */
final class Vectors {
    private static final String ROOT = System.getProperty("wsol.reference", "");
    static final Path MODELS = Path.of(ROOT.isBlank() ? "src/test/resources" : ROOT, "models");

    private Vectors() {}

    /** Files whose names match the glob; the test is skipped with a reason when there are none. */
    static List<Path> matching(String glob) {
        try (var found = Files.isDirectory(MODELS) ? Files.newDirectoryStream(MODELS, glob) : null) {
            var files = new ArrayList<Path>();
            if (found != null) found.forEach(files::add);
            files.sort(null);
            Assumptions.assumeTrue(!files.isEmpty(), "no " + glob + " in " + MODELS.toAbsolutePath());
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Safetensors read(String name) {
        Path file = MODELS.resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "no " + file.toAbsolutePath());
        return Safetensors.read(file);
    }

    /** The tensors whose names start with the prefix, without it. */
    static Map<String, Tensor> below(Safetensors file, String prefix) {
        var out = new LinkedHashMap<String, Tensor>();
        file.tensors().forEach((k, v) -> {
            if (k.startsWith(prefix)) out.put(k.substring(prefix.length()), v);
        });
        return out;
    }

    static ByteBuffer pixels(float[] values, int batch) {
        var out = Network.pixels(batch);
        out.asFloatBuffer().put(values);
        return out;
    }

    static float largest(float[] values) {
        float max = 0;
        for (float v : values) max = Math.max(max, Math.abs(v));
        return max;
    }

    /** Every element within atol + rtol * |wanted|; reports the worst one. */
    static void near(String what, float[] got, float[] wanted, double atol, double rtol) {
        assertThat(got).as(what + " length").hasSameSizeAs(wanted);
        double worst = -1;
        int at = 0;
        for (int i = 0; i < got.length; i++) {
            double excess = Math.abs(got[i] - wanted[i]) / (atol + rtol * Math.abs(wanted[i]));
            if (Double.isNaN(excess)) excess = Double.POSITIVE_INFINITY;
            if (excess > worst) {
                worst = excess;
                at = i;
            }
        }
        if (got.length == 0) return;
        assertThat(worst)
                .as("%s: worst at %d, got %s, wanted %s, in units of the tolerance", what, at, got[at], wanted[at])
                .isLessThanOrEqualTo(1);
    }
}
