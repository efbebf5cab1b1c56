package dev.wsol.contract.published;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The reference part of {@code docs/messages.md}. */
final class MessagesPage {
    private final Contract contract;
    private final StringBuilder out = new StringBuilder();
    private final Set<String> told = new LinkedHashSet<>();

    private MessagesPage(Contract contract) {
        this.contract = contract;
    }

    /** Root messages first, then what they are made of. */
    static String of(Contract contract, List<String> roots) {
        var page = new MessagesPage(contract);
        var rest = new ArrayList<String>();
        for (var root : roots) {
            page.tell(root);
            rest.addAll(contract.closure(root));
        }
        rest.forEach(page::tell);
        return page.out.toString();
    }

    private void tell(String name) {
        if (!told.add(name)) return;
        if (contract.message(name) != null) tell(contract.message(name));
        else tell(contract.enumeration(name));
    }

    private void tell(Contract.Message m) {
        out.append("\n### ").append(plain(m.name())).append("\n\n");
        if (!m.comment().isEmpty()) out.append(cell(m.comment())).append("\n\n");
        if (m.fields().isEmpty()) {
            out.append("No fields.\n");
            return;
        }
        out.append("| nr. | field | type | |\n|---|---|---|---|\n");
        for (var f : m.fields())
            out.append("| " + f.number() + " | `" + f.name() + "` | " + type(f) + " | " + remark(f) + " |\n");
    }

    private static String remark(Contract.Field f) {
        var choice = f.oneof().isEmpty() ? "" : "One of `" + f.oneof() + "`.";
        return (choice + " " + cell(f.comment())).strip();
    }

    private void tell(Contract.Enumeration e) {
        out.append("\n### ").append(plain(e.name())).append("\n\n");
        if (!e.comment().isEmpty()) out.append(cell(e.comment())).append("\n\n");
        out.append("| nr. | value | |\n|---|---|---|\n");
        for (var v : e.values())
            out.append("| " + v.number() + " | `" + v.name() + "` | " + cell(v.comment()) + " |\n");
    }

    private static String type(Contract.Field f) {
        var one = f.isMessage()
                ? "[" + plain(f.type().substring(1)) + "](#" + anchor(f.type().substring(1)) + ")"
                : f.type();
        return f.map() ? "map of string to " + one : f.list() ? "list of " + one : one;
    }

    private static String plain(String name) {
        return name.substring("wsol.v1.".length());
    }

    private static String anchor(String name) {
        return plain(name).toLowerCase(Locale.ROOT).replace(".", "");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
