package dev.wsol.infra.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as their widest cell. Numbers stand right, words left. */
public final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        this.head = List.of(head);
    }

    /** One row, a cell for each column. */
    public Table row(Object... cells) {
        if (cells.length != head.size())
            throw new IllegalArgumentException(cells.length + " cells for " + head.size() + " columns");
        var row = new ArrayList<String>();
        for (var cell : cells) row.add(cell == null ? "-" : printable(String.valueOf(cell)));
        rows.add(List.copyOf(row));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        var text = new StringBuilder(line(head));
        for (var row : rows) text.append(System.lineSeparator()).append(line(row));
        return text.toString();
    }

    private String line(List<String> cells) {
        var text = new StringBuilder();
        for (int c = 0; c < head.size(); c++) {
            int width = width(c);
            if (c > 0) text.append("  ");
            text.append(String.format("%" + (isNumber(c) ? "" : "-") + width + "s", cells.get(c)));
        }
        return text.toString().stripTrailing();
    }

    private int width(int column) {
        int widest = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        return Math.max(1, Math.max(widest, head.get(column).length()));
    }

    private boolean isNumber(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(r -> r.get(column).matches("-|[-+]?[0-9][0-9.eE+-]*"));
    }

    /** Text from elsewhere must not steer the terminal. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ");
    }

    static String cut(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "~";
    }
}
