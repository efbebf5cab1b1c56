package dev.wsol.infra.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private static final String BOTH = "out,err";

    @Test
    void a_terminal_gets_colour_and_moving_bars() {
        var terminal = Terminal.detect(Map.of("TERM", "xterm"), BOTH, "120");

        assertThat(terminal).isEqualTo(new Terminal(true, true, true, false, 120));
    }

    @ParameterizedTest
    @CsvSource({"NO_COLOR,1", "CLICOLOR,0", "TERM,dumb"})
    void colour_is_off_when_the_person_says_so(String name, String value) {
        var terminal = Terminal.detect(Map.of(name, value), BOTH, null);

        assertThat(terminal.colourOut() || terminal.colourErr()).isFalse();
    }

    @Test
    void a_pipe_gets_neither_colour_nor_moving_bars() {
        assertThat(Terminal.detect(Map.of("TERM", "xterm"), "", null)).isEqualTo(Terminal.PLAIN);
    }

    @Test
    void each_stream_is_judged_by_itself() {
        var terminal = Terminal.detect(Map.of(), "err", null);

        assertThat(terminal.colourOut()).isFalse();
        assertThat(terminal.liveErr()).isTrue();
    }

    @Test
    void without_the_launcher_nothing_is_assumed() {
        assertThat(Terminal.detect(Map.of(), null, null)).isEqualTo(Terminal.PLAIN);
    }

    @Test
    void the_first_locale_variable_that_is_set_decides_about_unicode() {
        assertThat(Terminal.detect(Map.of("LC_ALL", "C", "LANG", "en_US.UTF-8"), BOTH, null)
                        .unicode())
                .isFalse();
        assertThat(Terminal.detect(Map.of("LANG", "de_DE.utf8"), BOTH, null).unicode())
                .isTrue();
    }

    @Test
    void a_width_that_is_no_width_is_the_usual_one() {
        assertThat(Terminal.detect(Map.of("COLUMNS", "wide"), BOTH, "0").columns())
                .isEqualTo(80);
    }
}
