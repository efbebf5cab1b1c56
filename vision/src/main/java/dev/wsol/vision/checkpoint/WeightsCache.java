package dev.wsol.vision.checkpoint;

import java.nio.file.Path;
import java.util.Map;

/** Where fetched weights are kept. */
public final class WeightsCache {
    private WeightsCache() {}

    /**
     * {@code WSOL_WEIGHTS_DIR}, else {@code $XDG_CACHE_HOME/wsol/weights}, else {@code ~/.cache/wsol/weights}.
     *
     * @param vars the environment
     */
    public static Path folder(Map<String, String> vars) {
        String own = vars.getOrDefault("WSOL_WEIGHTS_DIR", "");
        if (!own.isBlank()) return Path.of(own);
        String xdg = vars.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isBlank()
                ? Path.of(vars.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(xdg);
        return base.resolve("wsol/weights");
    }
}
