package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wsol.infra.cli.terminal.Table;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the search of a sweep does, a line for each step that a person wants to know of. */
final class SweepStory {
    private final boolean minimise;
    private double best = Double.NaN;
    private int bestTrial;

    SweepStory(boolean minimise) {
        this.minimise = minimise;
    }

    /** @param event as the coordinator tells it; empty for what is not worth a line */
    Optional<String> hear(JsonNode event) {
        if (!event.path("type").asText().equals("Searched")) return Optional.empty();
        var step = event.path("step");
        var who = "trial " + step.path("trial").asInt();
        var why = step.path("why").asText();
        return switch (step.path("is").asText()) {
            case "Proposed" ->
                say(who + ": " + point(step.path("point")) + "  until epoch "
                        + step.path("until").asInt() + "  (" + why + ")");
            case "Measured" -> say(measured(who, step));
            case "Continued" ->
                say(who + " goes on until epoch " + step.path("until").asInt() + ": " + why);
            case "Stopped" -> say(who + " is stopped: " + why);
            case "Ended" ->
                step.path("how").asText().startsWith("failed")
                        ? say(who + " " + step.path("how").asText())
                        : Optional.empty();
            case "Exhausted" -> say("budget " + step.path("budget").asText() + ": " + why);
            case "Extended" -> say("has other limits now: " + step.path("budget"));
            default -> Optional.empty();
        };
    }

    private String measured(String who, JsonNode step) {
        var at = who + " at epoch " + step.path("epoch").asInt() + ": ";
        if (!step.path("value").isNumber()) return at + "no number";
        double value = step.path("value").asDouble();
        if (Double.isNaN(best) || (minimise ? value < best : value > best)) {
            best = value;
            bestTrial = step.path("trial").asInt();
        }
        return at + number(value) + "  best so far " + number(best) + " by trial " + bestTrial;
    }

    static String point(JsonNode point) {
        return point.properties().stream()
                .map(e -> e.getKey() + " " + brief(e.getValue().asText()))
                .collect(Collectors.joining(", "));
    }

    /** Numbers with three digits that count; other texts as they are. */
    private static String brief(String value) {
        if (!value.matches("-?[0-9]+\\.[0-9]+([eE]-?[0-9]+)?")) return value;
        return String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.3g", Double.parseDouble(value))));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static Optional<String> say(String line) {
        return Optional.of(Table.printable(line));
    }
}
