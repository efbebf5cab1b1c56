package dev.wsol.coordinator.stored;

import dev.wsol.contract.JobEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Which build this is: another one may fold events otherwise, without a word in any version. */
final class Build {
    /** SHA-256 of the program files of the coordinator and of the contract. */
    static final String ID = id(List.of(Build.class, JobEvent.class));

    private Build() {}

    private static String id(List<Class<?>> some) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var type : some) {
                var place = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI());
                try (var files = Files.walk(place)) { // a jar, or a folder of classes
                    for (var file : files.filter(Files::isRegularFile).sorted().toList())
                        digest.update(Files.readAllBytes(file));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
