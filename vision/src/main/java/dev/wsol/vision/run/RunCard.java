package dev.wsol.vision.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wsol.contract.CheckpointRef;
import dev.wsol.contract.Choice;
import dev.wsol.contract.Selection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The card of a run, made of its parts: a pure function of them, so that whoever writes it last writes the same.
 *
 * @param trainings what each attempt to train says of itself, in order of attempts
 * @param evaluations what each evaluation says of a checkpoint under one protocol, in order of epochs
 */
record RunCard(List<JsonNode> trainings, List<JsonNode> evaluations) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Facts of the run as a whole: those of its first attempt. */
    private static final List<String> SHARED = List.of("job", "spec", "data", "initialWeights", "seeds");

    /** Facts that may differ from attempt to attempt. */
    private static final List<String> OWN = List.of(
            "leaseEpoch",
            "worker",
            "code",
            "engine",
            "device",
            "startedAt",
            "seconds",
            "epochsDone",
            "checkpoints",
            "resumedFrom");

    RunCard {
        trainings = List.copyOf(trainings);
        evaluations = evaluations.stream()
                .sorted(Comparator.<JsonNode>comparingInt(
                                e -> e.path("checkpoint").path("epoch").asInt())
                        .thenComparing(e -> e.path("protocol").path("name").asText()))
                .toList();
    }

    ObjectNode json() {
        var out = NODES.objectNode();
        if (!trainings.isEmpty()) copy(trainings.get(0), SHARED, out);
        double seconds = 0;
        var attempts = out.putArray("attempts");
        for (var t : trainings) {
            copy(t, OWN, attempts.addObject());
            seconds += t.path("seconds").asDouble();
        }
        out.put("seconds", seconds).put("selection", selection().words());
        out.set("chosen", choice().<JsonNode>map(this::chosen).orElse(NODES.nullNode()));
        var scores = out.putArray("scores");
        evaluations.forEach(e -> scores.add(((ObjectNode) e).deepCopy().without("official")));
        return out;
    }

    /**
     * One JSON object an epoch, as in the official {@code val.txt}: under its own keys where the official protocol was
     * scored, else under ours, and the protocol's name says so.
     */
    String validationLines() {
        Map<Integer, List<JsonNode>> byEpoch = own().stream()
                .collect(Collectors.groupingBy(
                        e -> e.path("checkpoint").path("epoch").asInt(), TreeMap::new, Collectors.toList()));
        return byEpoch.entrySet().stream()
                .map(e -> line(e.getKey(), e.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static ObjectNode line(int epoch, List<JsonNode> scored) {
        var official =
                scored.stream().filter(e -> e.path("official").isObject()).findFirst();
        var out = NODES.objectNode();
        if (official.isPresent()) out.setAll((ObjectNode) official.get().path("official"));
        else
            for (var e : scored)
                e.path("metrics")
                        .properties()
                        .forEach(m ->
                                out.set(e.path("protocol").path("name").asText() + "/" + m.getKey(), m.getValue()));
        return out.put("epoch", epoch);
    }

    /** The checkpoint that counts, as far as it is known. */
    Optional<Choice> choice() {
        var stored = trainings.stream()
                .flatMap(t -> StreamSupport.stream(t.path("checkpoints").spliterator(), false))
                .map(c -> new Choice.Candidate(reference(c), "", "", Map.of()));
        return Choice.of(
                selection(),
                Stream.concat(own().stream().map(RunCard::candidate), stored).toList());
    }

    /** Evaluations on the data that the run was trained on; where that is not known or none was, all of them. */
    private List<JsonNode> own() {
        var data = trainings.isEmpty()
                ? ""
                : trainings.get(0).path("data").path("digest").asText();
        var own = evaluations.stream()
                .filter(e -> e.path("datasetDigest").asText().equals(data))
                .toList();
        return own.isEmpty() ? evaluations : own;
    }

    ObjectNode chosen(Choice c) {
        var out = NODES.objectNode()
                .put("rule", selection().words())
                .put("metric", c.metric())
                .put("among", c.among());
        out.set("percent", Double.isNaN(c.percent()) ? NODES.nullNode() : NODES.numberNode(c.percent()));
        out.put("protocolDigest", c.protocol());
        out.set(
                "checkpoint",
                JSON.valueToTree(Map.of(
                        "uri", c.checkpoint().uri(),
                        "sha256", c.checkpoint().sha256(),
                        "epoch", c.checkpoint().epoch())));
        return out;
    }

    private Selection selection() {
        if (trainings.isEmpty()) return Selection.DEFAULT;
        var said = trainings.get(0).path("spec").path("recipe").path("selection");
        return new Selection(
                Arrays.stream(Selection.By.values())
                        .filter(by -> by.text().equals(said.path("by").asText()))
                        .findFirst()
                        .orElse(Selection.DEFAULT.by()),
                Arrays.stream(Selection.On.values())
                        .filter(on -> on.text().equals(said.path("on").asText()))
                        .findFirst()
                        .orElse(Selection.DEFAULT.on()));
    }

    private static Choice.Candidate candidate(JsonNode e) {
        var c = e.path("checkpoint");
        var metrics = new TreeMap<String, Double>();
        e.path("metrics").properties().forEach(m -> {
            if (m.getValue().isNumber()) metrics.put(m.getKey(), m.getValue().asDouble());
        });
        return new Choice.Candidate(
                reference(c),
                e.path("protocol").path("digest").asText(),
                e.path("protocol").path("split").asText(),
                metrics);
    }

    private static CheckpointRef reference(JsonNode c) {
        return new CheckpointRef(
                c.path("uri").asText(),
                c.path("sha256").asText(),
                c.path("epoch").asInt());
    }

    private static void copy(JsonNode from, List<String> names, ObjectNode to) {
        for (var name : names) if (from.has(name)) to.set(name, from.path(name));
    }
}
