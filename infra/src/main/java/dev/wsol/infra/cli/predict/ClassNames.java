package dev.wsol.infra.cli.predict;

import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Names of classes by label; a label without a name is called by its number. */
record ClassNames(List<String> names) {
    static final ClassNames NONE = new ClassNames(List.of());

    /** One name a line, or CUB's {@code classes.txt} with a number before each. */
    static ClassNames read(Path file, int classes) {
        try {
            var names = Files.readAllLines(file).stream()
                    .map(line -> line.strip().replaceFirst("^\\d+\\s+(?=\\S)", ""))
                    .filter(line -> !line.isEmpty())
                    .map(Table::printable)
                    .toList();
            if (names.size() == classes) return new ClassNames(names);
            throw wrong(file + " has " + names.size() + " names, the network has " + classes + " classes");
        } catch (IOException e) {
            throw wrong(file + " cannot be read (" + e + ")");
        }
    }

    String of(int label) {
        return label < names.size() ? names.get(label) : "class " + label;
    }

    private static CommandFailed wrong(String what) {
        return new CommandFailed(Exit.USAGE, "--class-names: " + what);
    }
}
