package dev.wsol.infra.cli;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What runs here: wsol, Java and the system. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "wsol " + number(),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** Maven notes it in the jar; a run from class files has no number. */
    static String number() {
        try (var note = Version.class.getResourceAsStream("/META-INF/maven/dev.wsol/wsol-infra/pom.properties")) {
            if (note == null) return "(unpackaged)";
            var read = new Properties();
            read.load(note);
            return read.getProperty("version", "(unknown)");
        } catch (IOException e) {
            return "(unreadable)";
        }
    }
}
