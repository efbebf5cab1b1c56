package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A job written down as YAML (or JSON, which is YAML): the same tree that the HTTP interface takes. */
public final class RecipeFile {
    private static final long LIMIT = 1 << 20;
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RecipeFile() {}

    /** @throws CommandFailed naming the file and, for malformed text, line and column */
    public static ObjectNode read(Path file) {
        return read(file, "recipe");
    }

    /** @param what a word for what the file should be */
    static ObjectNode read(Path file, String what) {
        try {
            if (Files.isDirectory(file)) throw wrong(file, what, "is a folder; name a file in it", null);
            if (Files.size(file) > LIMIT)
                throw wrong(file, what, "is larger than 1 MiB, which no " + what + " is", null);
            return parse(file, what, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw wrong(file, what, "there is no such file", e);
        } catch (MalformedInputException e) {
            throw wrong(file, what, "is no text in UTF-8", e);
        } catch (IOException e) {
            throw wrong(file, what, "cannot be read (" + e + ")", e);
        }
    }

    /** @param file for messages */
    static ObjectNode parse(Path file, String what, String text) {
        try {
            var trouble = YamlText.trouble(text);
            if (trouble.isPresent()) throw wrong(file, what, trouble.get(), null);
            var tree = YAML.readTree(text);
            if (tree instanceof ObjectNode object) return object;
            throw wrong(file, what, "must hold fields like 'name: value' at its top", null);
        } catch (JsonProcessingException e) {
            throw wrong(file, what, YamlText.said(e), e);
        } catch (IOException e) {
            throw wrong(file, what, "cannot be read (" + e + ")", e);
        }
    }

    private static CommandFailed wrong(Path file, String kind, String what, Throwable cause) {
        return new CommandFailed(Exit.USAGE, kind + " " + file + ": " + what, cause);
    }
}
