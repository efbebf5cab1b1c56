package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;

/** What an evaluation can take over from the train job that made its checkpoint. */
record Trained(JsonNode job, JsonNode checkpoint) {

    /** @param epoch training epoch of the checkpoint; null for the last one */
    static Trained of(JsonNode job, Integer epoch) {
        JsonNode found = null;
        for (var c : job.path("checkpoints")) {
            if (epoch == null || c.path("epoch").asInt() == epoch) found = c;
        }
        if (found != null) return new Trained(job, found);
        throw new CommandFailed(
                Exit.NOT_FOUND,
                "job " + job.path("id").asText() + " has no checkpoint"
                        + (epoch == null ? "" : " of epoch " + epoch) + "; see 'wsol show "
                        + job.path("id").asText() + "'");
    }

    /** The given fields, and for what they leave out this job's own. */
    ObjectNode over(ObjectNode given) {
        var spec = job.path("spec");
        var tree = Json.object();
        tree.set("checkpoint", checkpoint);
        for (var name : new String[] {"model", "data"}) if (spec.has(name)) tree.set(name, spec.path(name));
        tree.set("origin", origin(spec.path("recipe")));
        tree.setAll(given);
        return tree;
    }

    /** In the words that the coordinator uses for the evaluations it asks for itself. */
    private static String selection(JsonNode rule) {
        if (!rule.isObject()) return "";
        return rule.path("on").asText().equals("last")
                ? "last epoch"
                : rule.path("by").asText() + " on " + rule.path("on").asText();
    }

    private ObjectNode origin(JsonNode recipe) {
        return Json.object()
                .put("trainJob", job.path("id").asText())
                .put("sweepJob", job.path("parent").asText(""))
                .put("learningRate", recipe.path("learningRate").asDouble())
                .put("seed", recipe.path("seed").asLong())
                .put("selection", selection(recipe.path("selection")));
    }
}
