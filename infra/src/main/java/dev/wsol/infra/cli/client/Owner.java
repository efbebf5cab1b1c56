package dev.wsol.infra.cli.client;

import java.util.Locale;
import java.util.Map;

/** The name under which a person asks: {@code WSOL_OWNER}, else the name of the user. */
final class Owner {
    private static final int LONGEST = 64;

    private Owner() {}

    /** Empty if nobody knows. */
    static String of(Map<String, String> env) {
        var own = env.getOrDefault("WSOL_OWNER", "");
        var name = own.isBlank() ? System.getProperty("user.name", "") : own;
        var clean = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
