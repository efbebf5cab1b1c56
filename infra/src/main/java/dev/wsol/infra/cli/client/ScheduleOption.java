package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;

/** The learning rate schedule as one word on the command line. */
final class ScheduleOption {
    private ScheduleOption() {}

    /** {@code constant}, {@code cosine[:WARMUP]} or {@code steps:N[,N..][:FACTOR[:WARMUP]]} as the API's object. */
    static ObjectNode parse(String text) {
        var parts = text.split(":", -1);
        try {
            return switch (parts[0]) {
                case "constant" -> steps("", "1", "0", parts.length == 1);
                case "cosine" -> cosine(parts);
                case "steps" ->
                    steps(
                            parts[1],
                            parts.length > 2 ? parts[2] : "0.1",
                            parts.length > 3 ? parts[3] : "0",
                            parts.length <= 4);
                default -> throw new IllegalArgumentException(parts[0]);
            };
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new CommandFailed(
                    Exit.USAGE,
                    "--schedule '" + text + "' is none of: constant, cosine[:WARMUP], steps:N[,N..][:FACTOR[:WARMUP]]",
                    e);
        }
    }

    private static ObjectNode cosine(String[] parts) {
        if (parts.length > 2) throw new IllegalArgumentException("too many parts");
        return Json.object().put("warmup", parts.length > 1 ? Double.parseDouble(parts[1]) : 0);
    }

    private static ObjectNode steps(String epochs, String factor, String warmup, boolean wellFormed) {
        if (!wellFormed) throw new IllegalArgumentException("too many parts");
        var node = Json.object();
        var array = node.putArray("steps");
        if (!epochs.isEmpty()) for (var epoch : epochs.split(",", -1)) array.add(Integer.parseInt(epoch));
        node.put("factor", Double.parseDouble(factor));
        double rising = Double.parseDouble(warmup);
        return rising == 0 ? node : node.put("warmup", rising);
    }
}
