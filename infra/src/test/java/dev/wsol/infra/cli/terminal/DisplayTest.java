package dev.wsol.infra.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private static final long SECOND = 1_000_000_000L;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, UTF_8);

    @Test
    void plain_lines_come_every_ten_seconds_at_most_and_only_when_something_changed() {
        var now = new AtomicLong();
        var display = new PlainDisplay(err, now::get);
        for (int i = 0; i <= 20; i++) {
            now.set(i * SECOND);
            display.show(List.of(new Gauge("t001", i / 20.0, "step " + i), new Gauge("still", 0.5, "same")));
        }

        assertThat(text().lines()).containsExactly("t001  50%  step 10", "still  50%  same", "t001  100%  step 20");
    }

    @Test
    void what_is_said_stands_above_the_bars() {
        var display = new LiveDisplay(err, new Terminal(true, true, true, false, 80));
        display.show(List.of(new Gauge("a", 0.5, "half")));
        display.say("news");

        assertThat(text().lines())
                .containsExactly(
                        "a ########--------  50%  half", "\u001b[1A\u001b[Jnews", "a ########--------  50%  half");
    }

    @Test
    void no_line_is_wider_than_the_terminal() {
        var display = new LiveDisplay(err, new Terminal(true, true, true, true, 40));
        display.show(List.of(new Gauge("a".repeat(100), 0.3, "b".repeat(100))));

        assertThat(text().lines()).allMatch(l -> l.length() < 40);
    }

    @Test
    void closing_takes_the_bars_away() {
        var display = new LiveDisplay(err, new Terminal(true, true, true, false, 80));
        display.show(List.of(new Gauge("a", 1, ""), new Gauge("b", -1, "")));
        display.close();

        assertThat(text()).endsWith("\u001b[2A\u001b[J");
    }

    @Test
    void nothing_is_drawn_over_a_question() {
        var live = new LiveDisplay(err, new Terminal(true, true, true, false, 80));
        var plain = new PlainDisplay(err, () -> 0);
        live.show(List.of(new Gauge("a", 0.5, "half")));
        live.silence();
        plain.silence();
        err.print("Stop? ");
        live.say("news");
        live.show(List.of(new Gauge("a", 1, "all"), new Gauge("b", 0, "")));
        live.close();
        plain.say("news");

        assertThat(text()).endsWith("\u001b[1A\u001b[JStop? ");
    }

    @Test
    void text_from_elsewhere_cannot_steer_the_terminal() {
        var table = new Table("A", "B").row("x\u001b[2Jy", 1.5).row("z", null);

        assertThat(table.toString())
                .doesNotContain("\u001b")
                .contains("x [2Jy  1.5")
                .contains("z         -");
    }

    private String text() {
        return bytes.toString(UTF_8);
    }
}
