package dev.wsol.infra.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    @Test
    void fields_become_events_and_comments_are_heard_as_empty_ones() throws IOException {
        assertThat(read("id: 0-7\nevent: Finished\ndata: {\"a\":\ndata:1}\n\n: keep-alive\n\nunknown: x\ndata: b\n\n"))
                .containsExactly(
                        new ServerEvent("0-7", "Finished", "{\"a\":\n1}"),
                        new ServerEvent("0-7", "message", ""),
                        new ServerEvent("0-7", "message", "b"));
    }

    @Test
    void an_event_that_was_cut_off_is_no_event() throws IOException {
        assertThat(read("data: whole\n\nid: 0-9\ndata: ha")).containsExactly(new ServerEvent("", "message", "whole"));
    }

    private static List<ServerEvent> read(String text) throws IOException {
        var out = new ArrayList<ServerEvent>();
        try (var reader = new EventReader(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
            for (var e = reader.next(); e.isPresent(); e = reader.next()) out.add(e.get());
        }
        return out;
    }
}
