package dev.wsol.infra.cli.terminal;

import java.util.Locale;
import java.util.Map;

/**
 * What the streams can show.
 *
 * @param colourOut whether standard output may carry colour; {@code colourErr} likewise
 * @param liveErr whether lines on standard error can be redrawn in place
 * @param unicode whether characters beyond ASCII arrive
 * @param columns width in characters
 */
public record Terminal(boolean colourOut, boolean colourErr, boolean liveErr, boolean unicode, int columns) {
    private static final int USUAL_COLUMNS = 80;

    /** Neither colour nor redrawing. */
    public static final Terminal PLAIN = new Terminal(false, false, false, false, USUAL_COLUMNS);

    /**
     * @param tty what the launcher found: any of {@code out}, {@code err} in one word list; null when started without
     *     the launcher, then nothing is known and nothing is assumed
     * @param columns width found by the launcher, null for unknown
     */
    static Terminal detect(Map<String, String> env, String tty, String columns) {
        boolean out = tty != null && tty.contains("out");
        boolean err = tty != null && tty.contains("err");
        boolean dumb = "dumb".equals(env.get("TERM"));
        boolean colour =
                !dumb && env.getOrDefault("NO_COLOR", "").isEmpty() && !"0".equals(env.getOrDefault("CLICOLOR", "1"));
        return new Terminal(out && colour, err && colour, err && !dumb, isUtf8(env), width(env, columns));
    }

    /** The first that is set decides, as POSIX says. */
    private static boolean isUtf8(Map<String, String> env) {
        for (var name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            var value = env.getOrDefault(name, "");
            if (!value.isEmpty())
                return value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
        }
        return false;
    }

    private static int width(Map<String, String> env, String columns) {
        for (var text : new String[] {env.get("COLUMNS"), columns}) {
            if (text != null && text.matches("[1-9][0-9]{1,3}")) return Integer.parseInt(text);
        }
        return USUAL_COLUMNS;
    }
}
