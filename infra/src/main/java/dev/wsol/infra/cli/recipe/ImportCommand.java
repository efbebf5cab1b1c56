package dev.wsol.infra.cli.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wsol.infra.cli.client.Json;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code wsol recipe import}. */
@Command(
        name = "import",
        description =
                "Turn a configuration file of the SCM or TS-CAM program, with its command line, into a recipe. The"
                        + " recipe goes to standard output, what became of each key to standard error.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  wsol recipe import deit_scm_small_patch16_224.yaml --lr 5e-5 --data /data/CUB_200_2011 --out mine.yaml",
            "  wsol recipe import old.yaml --lr 5e-5 --opts TRAIN.BATCH_SIZE 32 SOLVER.NUM_EPOCHS 10"
        })
final class ImportCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 1 << 20;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "Official YAML file (BASIC, MODEL, DATA, TRAIN, TEST, SOLVER).")
    private Path file;

    @Mixin
    private OfficialOptions options;

    /** The many options that the official command line takes and does not use. */
    @Unmatched
    private final List<String> others = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "", description = "Where the data set lies.")
    private String data;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the recipe there.")
    private Path out;

    @Option(names = "--json", description = "Recipe and what became of each key as one JSON object.")
    private boolean json;

    ImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var imported = imported();
        String recipe = YAML.writeValueAsString(imported.recipe());
        if (out != null) Files.writeString(out, recipe);
        if (json) shell.out().println(Json.pretty(tree(imported)));
        else {
            if (out == null) shell.out().print(recipe);
            tell("used", imported.used());
            tell("changed or added", imported.changed());
            tell("ignored", imported.ignored());
        }
        return Exit.OK;
    }

    private Imported imported() {
        try {
            if (Files.isDirectory(file)) throw new OfficialException("is a folder; name a file in it");
            if (Files.size(file) > MOST_BYTES) throw new OfficialException("is larger than 1 MiB");
            return OfficialImport.of(OfficialYaml.parse(Files.readAllBytes(file)), options, others, data);
        } catch (OfficialException e) {
            throw new CommandFailed(Exit.USAGE, file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, file + " cannot be read (" + e + ")", e);
        }
    }

    private void tell(String what, List<String> lines) {
        if (lines.isEmpty()) return;
        shell.err().println(what + ":");
        lines.forEach(line -> shell.err().println("  " + line));
    }

    private static ObjectNode tree(Imported imported) {
        var root = Json.object();
        root.set("recipe", imported.recipe());
        imported.used().forEach(root.putArray("used")::add);
        imported.changed().forEach(root.putArray("changed")::add);
        imported.ignored().forEach(root.putArray("ignored")::add);
        return root;
    }
}
