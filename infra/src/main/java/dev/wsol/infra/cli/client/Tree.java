package dev.wsol.infra.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.Function;

/** A job being put together: a recipe's tree, overlaid with options. Options that were not given change nothing. */
final class Tree {
    private final ObjectNode root;

    Tree(ObjectNode root) {
        this.root = root;
    }

    ObjectNode root() {
        return root;
    }

    Tree put(String field, Object value) {
        if (value != null) root.set(field, node(value));
        return this;
    }

    /**
     * Puts a value into an object of the tree.
     *
     * @param shorthand field that a plain text in the object's place stands for ({@code data: /cub} is {@code data:
     *     {path: /cub}}); null where there is no such form
     */
    Tree put(String object, String shorthand, String field, Object value) {
        if (value == null) return this;
        var there = root.path(object);
        ObjectNode inner = there instanceof ObjectNode o ? o : Json.object();
        if (there.isTextual() && shorthand != null) inner.put(shorthand, there.asText());
        inner.set(field, node(value));
        root.set(object, inner);
        return this;
    }

    /** Changes the text at {@code object.field}, or at {@code object} itself when that is plain text. */
    Tree edit(String object, String field, Function<String, String> change) {
        var there = root.path(object);
        if (there.isTextual()) root.put(object, change.apply(there.asText()));
        if (there instanceof ObjectNode o && o.path(field).isTextual())
            o.put(field, change.apply(o.path(field).asText()));
        return this;
    }

    private static JsonNode node(Object value) {
        if (value instanceof JsonNode n) return n;
        if (value instanceof Integer i) return Json.object().numberNode(i);
        if (value instanceof Long l) return Json.object().numberNode(l);
        if (value instanceof Boolean b) return Json.object().booleanNode(b);
        if (value instanceof Double d) return Json.object().numberNode(d);
        if (value instanceof List<?> list) {
            ArrayNode array = Json.object().arrayNode();
            list.forEach(v -> array.add(node(v)));
            return array;
        }
        return value == null ? NullNode.instance : TextNode.valueOf(value.toString());
    }
}
