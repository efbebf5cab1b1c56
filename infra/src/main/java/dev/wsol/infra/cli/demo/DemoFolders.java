package dev.wsol.infra.cli.demo;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the demo puts things.
 *
 * @param out the user's folder
 * @param drawn cache of the drawn set, shared by all demos of the user
 */
record DemoFolders(Path out, Path drawn) {

    /** Makes the folders; later failures would come too late to be cheap. */
    static DemoFolders open(Path out, Path userData) {
        var folder = out.toAbsolutePath().normalize();
        if (Files.exists(folder) && !Files.isDirectory(folder))
            throw new CommandFailed(Exit.USAGE, "--out: " + folder + " is a file; name a folder");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandFailed(Exit.FAILED, "--out: cannot make the folder " + folder + " (" + e + ")", e);
        }
        if (!Files.isWritable(folder))
            throw new CommandFailed(Exit.FAILED, "--out: no permission to write into " + folder);
        return new DemoFolders(folder, userData.resolve("drawn"));
    }

    Path stack() {
        return out.resolve("stack");
    }

    Path results() {
        return out.resolve("results");
    }

    Path log() {
        return out.resolve("demo.log");
    }
}
