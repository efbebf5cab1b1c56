package dev.wsol.worker.job;

import java.io.IOException;
import java.util.Properties;

/** Which build of the program this is. */
final class Build {
    private static final String VERSION = "/META-INF/maven/dev.wsol/wsol-gpu-worker/pom.properties";
    private static final String COMMIT = "git.properties";

    private Build() {}

    /** For example {@code wsol 0.1.0, commit 1a2b..., changed since}: as much as the build could tell. */
    static String words() {
        return words(read(VERSION).getProperty("version", "(unpackaged)"), read(COMMIT));
    }

    /** @param git what the build said of the repository; empty where it was built without one */
    static String words(String version, Properties git) {
        var commit = git.getProperty("git.commit.id.full", "");
        if (commit.isEmpty()) return "wsol " + version;
        var changed = Boolean.parseBoolean(git.getProperty("git.dirty")) ? ", changed since" : "";
        return "wsol " + version + ", commit " + commit + changed;
    }

    /** Maven notes the version in the jar, which a run from class files does not have. */
    private static Properties read(String name) {
        var out = new Properties();
        try (var note = Build.class.getResourceAsStream(name)) {
            if (note != null) out.load(note);
        } catch (IOException e) {
            return new Properties();
        }
        return out;
    }
}
