package dev.wsol.contract.published;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** {@code docs/asyncapi.yaml}: a hand-written head, then messages and schemas from the descriptors. */
final class AsyncApi {
    private final Contract contract;
    private final StringBuilder out = new StringBuilder();

    private AsyncApi(Contract contract) {
        this.contract = contract;
    }

    /** Messages, then the schemas of all they are made of, in the order of their names. */
    static String of(Contract contract, List<String> roots) {
        var api = new AsyncApi(contract);
        api.line(0, "components:");
        api.line(1, "messages:");
        roots.forEach(api::message);
        api.headers();
        api.line(1, "schemas:");
        api.headerSchema();
        var all = new TreeSet<String>();
        roots.forEach(r -> all.addAll(contract.closure(r)));
        all.forEach(api::schema);
        return api.out.toString();
    }

    private void message(String name) {
        var m = contract.message(name);
        line(2, plain(name) + ":");
        line(3, "name: " + name);
        line(3, "title: " + plain(name));
        line(3, "summary: " + text(m.comment()));
        line(3, "contentType: application/protobuf");
        line(3, "traits:");
        line(4, "- $ref: '#/components/messageTraits/cloudEvent'");
        line(3, "payload:");
        line(4, "$ref: '#/components/schemas/" + plain(name) + "'");
    }

    private void headers() {
        line(1, "messageTraits:");
        line(2, "cloudEvent:");
        line(3, "headers:");
        line(4, "$ref: '#/components/schemas/CloudEventHeaders'");
    }

    private void headerSchema() {
        line(2, "CloudEventHeaders:");
        line(
                3,
                "description: "
                        + text("Attributes by the CloudEvents 1.0 Kafka binding, binary mode; values are UTF-8."));
        line(3, "type: object");
        line(3, "required: [ce_specversion, ce_id, ce_type, ce_source, ce_time, ce_subject, content-type]");
        line(3, "properties:");
        for (var h : List.of(
                List.of("ce_specversion", "Always 1.0."),
                List.of("ce_id", "Unique for each message: the same id again is the same message again."),
                List.of(
                        "ce_type",
                        "The message's name, for events and commands with their kind: wsol.v1.JobEvent.Scored."),
                List.of("ce_source", "Who says it, for example /coordinator or /workers/gpu-3."),
                List.of("ce_time", "When, ISO 8601."),
                List.of("ce_subject", "The key of the record: a job id, or the key of a result."),
                List.of("content-type", "Always application/protobuf."))) {
            line(4, h.get(0) + ":");
            line(5, "type: string");
            line(5, "description: " + text(h.get(1)));
        }
    }

    private void schema(String name) {
        line(2, plain(name) + ":");
        if (contract.message(name) == null) {
            enumeration(contract.enumeration(name));
            return;
        }
        var m = contract.message(name);
        line(3, "description: " + text(m.comment()));
        line(3, "type: object");
        line(3, "x-protobuf: " + text(m.file() + ", message " + name));
        if (m.fields().isEmpty()) return;
        line(3, "properties:");
        m.fields().forEach(this::property);
    }

    private void property(Contract.Field f) {
        line(4, f.json() + ":");
        if (!f.comment().isEmpty()) line(5, "description: " + text(f.comment()));
        line(5, "x-protobuf-number: " + f.number());
        if (!f.oneof().isEmpty()) line(5, "x-protobuf-oneof: " + f.oneof());
        if (f.list()) {
            line(5, "type: array");
            line(5, "items:");
            type(6, f);
        } else if (f.map()) {
            line(5, "type: object");
            line(5, "additionalProperties:");
            type(6, f);
        } else if (f.isMessage()) {
            line(5, "allOf:");
            line(6, "- $ref: '#/components/schemas/" + plain(f.type().substring(1)) + "'");
        } else {
            type(5, f);
        }
    }

    private void type(int indent, Contract.Field f) {
        if (f.isMessage()) {
            line(indent, "$ref: '#/components/schemas/" + plain(f.type().substring(1)) + "'");
            return;
        }
        switch (f.type()) {
            case "string" -> line(indent, "type: string");
            case "bytes" -> {
                line(indent, "type: string");
                line(indent, "contentEncoding: base64");
            }
            case "bool" -> line(indent, "type: boolean");
            case "double", "float" -> line(indent, "type: number");
            default -> line(indent, "type: integer");
        }
        line(indent, "x-protobuf-type: " + f.type().toLowerCase(Locale.ROOT));
    }

    private void enumeration(Contract.Enumeration e) {
        var words = new StringBuilder(e.comment());
        for (var v : e.values())
            if (!v.comment().isEmpty())
                words.append(' ').append(v.name()).append(": ").append(v.comment());
        if (!words.isEmpty()) line(3, "description: " + text(words.toString().strip()));
        line(3, "type: string");
        line(3, "x-protobuf: " + text(e.file() + ", enum " + e.name()));
        line(
                3,
                "enum: ["
                        + String.join(
                                ", ",
                                e.values().stream().map(Contract.Value::name).toList()) + "]");
    }

    private void line(int indent, String text) {
        out.append("  ".repeat(indent)).append(text).append('\n');
    }

    private static String plain(String name) {
        return name.substring("wsol.v1.".length());
    }

    private static String text(String words) {
        return "'" + words.replace("'", "''") + "'";
    }
}
