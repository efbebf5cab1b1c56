package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void a_terminal_sees_no_commands() {
        assertThat(Printable.of("a\u001b[2Jb\nc\u202e")).isEqualTo("a\\u001b[2Jb\\u000ac\\u202e");
    }

    @Test
    void letters_of_all_scripts_stay() {
        assertThat(Printable.of("Grünspecht 啄木鸟 🐦")).isEqualTo("Grünspecht 啄木鸟 🐦");
    }

    @Test
    void long_text_is_cut() {
        assertThat(Printable.of("x".repeat(1 << 20))).hasSizeLessThan(130).endsWith("...");
    }
}
