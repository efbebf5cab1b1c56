package dev.wsol.vision.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    /** Every record of the file, its two checksums verified as the format describes them. */
    private static List<Wire> events(Path file) throws IOException {
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var events = new ArrayList<Wire>();
        while (in.hasRemaining()) {
            assertThat(unmasked(in.getInt(in.position() + 8))).isEqualTo(crc(in.slice(in.position(), 8)));
            int length = Math.toIntExact(in.getLong());
            in.getInt();
            var record = Wire.chunk(in, length);
            assertThat(unmasked(in.getInt())).isEqualTo(crc(record));
            events.add(new Wire(record));
        }
        return events;
    }

    private static int unmasked(int masked) {
        return Integer.rotateLeft(masked - 0xa282ead8, 15);
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    @Test
    void the_name_and_the_first_record_are_what_tensorboard_looks_for() throws IOException {
        try (var log = EventFile.create(folder.resolve("log"), "a host", 0, NOW)) {
            assertThat(log.file().getFileName()).hasToString("events.out.tfevents.1700000000.a_host");
            assertThat(log.file().getParent()).isEqualTo(folder.resolve("log"));

            var first = events(log.file());

            assertThat(first).hasSize(1);
            assertThat(first.get(0).text(3)).isEqualTo("brain.Event:2");
            assertThat(first.get(0).one(1)).isEqualTo(1_700_000_000.25);
        }
    }

    @Test
    void curves_come_back_by_tag_and_step() throws IOException {
        var values = new LinkedHashMap<String, Double>();
        values.put("loss_iter/train", 5.25);
        values.put("module.layers.0.thred", Double.NaN);
        Path file;
        try (var log = EventFile.create(folder, "h", 0, NOW)) {
            file = log.file();
            log.scalars(1, values);
            log.scalar("acc_iter/train_top1", 1L << 40, 12.5);
        }

        var events = events(file);

        var both = events.get(1).message(5).messages(1);
        assertThat(events.get(1).one(2)).isEqualTo(1L);
        assertThat(both).extracting(v -> v.text(1)).containsExactlyElementsOf(values.keySet());
        assertThat(both).extracting(v -> v.one(2)).containsExactly(5.25f, Float.NaN);
        assertThat(events.get(2).one(2)).isEqualTo(1L << 40);
        assertThat(events.get(2).message(5).messages(1).get(0).one(2)).isEqualTo(12.5f);
    }

    @Test
    void a_picture_carries_its_size_and_its_bytes() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, -1};
        Path file;
        try (var log = EventFile.create(folder, "h", 0, NOW)) {
            file = log.file();
            log.image("cam/0", 7, png, 448, 224);
        }

        var value = events(file).get(1).message(5).message(1);

        assertThat(value.text(1)).isEqualTo("cam/0");
        assertThat(value.message(4).one(1)).isEqualTo(224L);
        assertThat(value.message(4).one(2)).isEqualTo(448L);
        assertThat(value.message(4).one(4)).isEqualTo(ByteBuffer.wrap(png));
    }

    @Test
    void a_note_is_a_string_tensor_of_the_text_page() throws IOException {
        Path file;
        try (var log = EventFile.create(folder, "h", 0, NOW)) {
            file = log.file();
            log.text("recipe", 0, "**é**");
        }

        var value = events(file).get(1).message(5).message(1);

        assertThat(value.message(9).message(1).text(1)).isEqualTo("text");
        assertThat(value.message(8).text(8)).isEqualTo("**é**");
        assertThat(value.message(8).message(2).message(2).one(1)).isEqualTo(1L);
    }

    @Test
    void a_run_that_goes_on_tells_tensorboard_to_forget_later_steps_of_the_attempt_before() throws IOException {
        try (var log = EventFile.create(folder, "h", 30, NOW)) {
            var start = events(log.file()).get(1);

            assertThat(start.one(2)).isEqualTo(30L);
            assertThat(start.message(7).one(1)).isEqualTo(1L);
        }
    }

    @Test
    void two_attempts_in_one_second_have_two_files() throws IOException {
        try (var one = EventFile.create(folder, "h", 0, NOW);
                var two = EventFile.create(folder, "h", 0, NOW)) {
            assertThat(two.file()).isNotEqualTo(one.file());
            assertThat(two.file().getFileName().toString()).startsWith("events.out.tfevents.");
        }
    }

    @Test
    void what_was_flushed_can_be_read_while_the_file_is_open() throws IOException {
        try (var log = EventFile.create(folder, "h", 0, NOW)) {
            log.scalar("a", 1, 1);
            log.flush();
            assertThat(events(log.file())).hasSize(2);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Path taken = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> EventFile.create(taken, "h", 0, NOW))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(taken.toString());
    }
}
