package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with a YAML text, in words for people: where, and nothing of the reader's own classes and settings. */
final class YamlText {
    private static final int DEEPEST = 50;
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final Pattern PLACE = Pattern.compile("line ([0-9]+), column ([0-9]+)");
    /** Of what the readers say, the part about their own classes and settings. */
    private static final Pattern INSIDE = Pattern.compile(
            ", got this instead: <.*|,? from `StreamReadConstraints.*| \\(for `.*| \\(bound as .*|:? not allowed as per `.*");

    private YamlText() {}

    /** What a tree of the text would not show: several documents, what is meant by {@code *name}, nesting without end. */
    static Optional<String> trouble(String text) throws IOException {
        int depth = 0;
        try (var in = YAML.createParser(text)) {
            for (var token = in.nextToken(); token != null; token = in.nextToken()) {
                if (in.isCurrentAlias())
                    return Optional.of(at(in) + "'*" + in.getText() + "' is not followed here: write the value itself");
                if (token.isStructStart() && ++depth > DEEPEST)
                    return Optional.of(at(in) + "is nested deeper than " + DEEPEST + " levels");
                if (token.isStructEnd()) depth--;
                if (depth == 0 && in.nextToken() != null)
                    return Optional.of(at(in) + "a second document begins; a file holds one");
            }
            return Optional.empty();
        }
    }

    /** What the reader says of the text that it cannot read. */
    static String said(JsonProcessingException e) {
        var text = e.getOriginalMessage();
        var words = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .map(line -> INSIDE.matcher(line).replaceFirst("").strip())
                .collect(Collectors.joining(", "));
        return at(text, e.getLocation()) + (words.isEmpty() ? "cannot be read" : words);
    }

    private static String at(YAMLParser in) {
        return at("", in.currentTokenLocation());
    }

    /** The last place that the words name is that of the problem itself. */
    private static String at(String text, JsonLocation otherwise) {
        var named = PLACE.matcher(text).results().map(MatchResult::group).reduce((first, last) -> last);
        if (named.isPresent()) return named.get() + ": ";
        if (otherwise == null || otherwise.getLineNr() < 1) return "";
        return "line " + otherwise.getLineNr() + ", column " + otherwise.getColumnNr() + ": ";
    }
}
