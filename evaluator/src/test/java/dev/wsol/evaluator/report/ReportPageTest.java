package dev.wsol.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsol.evaluator.metric.Outcome;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static final String HOSTILE =
            "\"><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>";

    private final List<String> classes = List.of("001.Wren", "002.Owl & " + HOSTILE, "003.R\u202Etiaf\u0000 ]]>");

    @Test
    void the_page_is_well_formed_whatever_names_it_is_given() throws Exception {
        var page = parsed(page());
        var cells = page.getElementsByTagName("bdi");
        var names = new TreeSet<String>();
        for (int i = 0; i < cells.getLength(); i++) names.add(cells.item(i).getTextContent());
        assertThat(names).contains("002.Owl & " + HOSTILE, "003.R\uFFFDtiaf\uFFFD ]]>");
        assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
        assertThat(elements(page, "img")).allMatch(i -> i.getAttribute("src").startsWith("data:image/jpeg;base64,"));
    }

    @Test
    void nothing_in_the_page_points_outside() throws Exception {
        for (var element : elements(parsed(page()), "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                var attribute = element.getAttributes().item(i);
                assertThat(attribute.getNodeName()).doesNotStartWith("on").isNotEqualTo("style");
                if (List.of("src", "href", "action", "data", "srcset", "poster").contains(attribute.getNodeName()))
                    assertThat(attribute.getNodeValue()).matches("data:image/jpeg;base64,[A-Za-z0-9+/=]+|#[a-z0-9]+");
            }
            if (List.of("style", "script").contains(element.getTagName()))
                assertThat(element.getTextContent()).doesNotContain("url(", "@import", "http", "fetch", "eval");
        }
    }

    @Test
    void the_policy_names_the_digests_of_the_page_s_own_style_and_script() throws Exception {
        var page = parsed(page());
        var policy = elements(page, "meta").stream()
                .filter(m -> m.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .findFirst()
                .orElseThrow()
                .getAttribute("content");
        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe");
        for (var tag : List.of("style", "script")) {
            var sha = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(elements(page, tag)
                            .get(0)
                            .getTextContent()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(policy)
                    .contains(tag + "-src 'sha256-"
                            + java.util.Base64.getEncoder().encodeToString(sha));
        }
    }

    @Test
    void every_number_stands_with_its_protocol_digest_and_baseline() throws Exception {
        var section = Reports.section("deployed", "creatures", classes);
        var text = parsed(page()).getDocumentElement().getTextContent();
        var protocol = section.result().protocol();
        assertThat(text)
                .contains(protocol.digest(), protocol.canonical(), "71.25", "best fixed box 33.13")
                .contains(
                        section.result().checkpoint().sha256(), section.result().datasetDigest(), "learningRate");
    }

    @Test
    void pictures_beyond_the_limit_are_left_out_and_counted() {
        var image = Reports.image(1, "a/b.jpg", 0, 0, .4, Outcome.PART);
        var big = new Gallery.Shown(image, "wren", "wren", new byte[(int) (GalleryPart.MOST_BYTES / 2)], 452, 224);
        var html = new Html();
        new GalleryPart(html)
                .write(List.of(new Gallery(Outcome.PART, 3, List.of(big, big, big), List.of(), List.of())), "scm");
        assertThat(html.done().split("<img", -1)).hasSize(3);
        assertThat(html.done()).contains("1 more picture is");
    }

    @Test
    void every_table_has_a_caption_and_every_header_its_scope_and_every_picture_a_text() throws Exception {
        var page = parsed(page());
        for (var table : elements(page, "table"))
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
        assertThat(elements(page, "th"))
                .allMatch(th -> !th.getAttribute("scope").isEmpty());
        assertThat(elements(page, "img")).isNotEmpty().allMatch(i -> !i.getAttribute("alt")
                .isBlank());
        assertThat(elements(page, "svg")).hasSize(3).allSatisfy(svg -> {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            for (var id : svg.getAttribute("aria-labelledby").split(" ", -1))
                assertThat(elements(page, "*"))
                        .anyMatch(e -> e.getAttribute("id").equals(id));
        });
    }

    @Test
    void no_id_occurs_twice_with_several_protocols() throws Exception {
        var sections = List.of(Reports.section("deployed", "d", classes), Reports.section("scm", "d", classes));
        var page = parsed(ReportPage.of(sections, Map.of(), List.of()));
        var ids = elements(page, "*").stream()
                .map(e -> e.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().contains("p1", "p2");
    }

    @Test
    void source_that_would_need_escaping_is_refused() {
        assertThatThrownBy(() -> new Html().source("script", "a < b")).hasMessageContaining("escaped");
    }

    @Test
    void an_element_left_open_is_no_page() {
        assertThatThrownBy(() -> new Html().open("p").done()).hasMessageContaining("p");
    }

    private String page() {
        return ReportPage.of(
                List.of(Reports.section("deployed", "creatures " + HOSTILE, classes)),
                Map.of("learningRate", 1.8e-3, "note", HOSTILE),
                Reports.galleries(HOSTILE));
    }

    private static Document parsed(String page) throws Exception {
        var doctype = Pattern.compile("^<!DOCTYPE html>\\s*").matcher(page);
        assertThat(doctype.find()).isTrue();
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.substring(doctype.end()))));
    }

    private static List<Element> elements(Document page, String tag) {
        var found = page.getElementsByTagName(tag);
        return java.util.stream.IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
