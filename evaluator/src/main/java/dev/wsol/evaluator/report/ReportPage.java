package dev.wsol.evaluator.report;

import dev.wsol.contract.EvaluationResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes {@code report.html}: one file, readable offline, that asks the network for nothing. It forbids itself to: its
 * content policy allows inlined pictures and its own style sheet and script, by digest, and nothing else.
 */
public final class ReportPage {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private ReportPage() {}

    /**
     * @param sections one a protocol, at least one; all of one checkpoint on one data set
     * @param manifest what the checkpoint's writer said about it, by name
     * @param galleries pictures under the first section's protocol; none if no pictures were asked for
     */
    public static String of(List<Section> sections, Map<String, ?> manifest, List<Gallery> galleries) {
        var first = sections.get(0).result();
        var title = first.model().arch() + " on " + first.dataset();
        var html = new Html();
        html.open("html", "lang", "en").line();
        head(html, title);
        html.open("body").open("main").line();
        opening(html, first, title);
        if (sections.size() > 1) contents(html, sections);
        for (int i = 0; i < sections.size(); i++) new SectionPart(html, "p" + (i + 1), sections.get(i)).write();
        new GalleryPart(html).write(galleries, first.protocol().name());
        new OriginPart(html).write(sections, manifest);
        html.close().source("script", SCRIPT).close().close();
        return html.done();
    }

    private static void head(Html html, String title) {
        html.open("head").line();
        html.leaf("meta", "charset", "utf-8").line();
        html.leaf(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; img-src data:; style-src '" + digest(STYLE) + "'; script-src '"
                                + digest(SCRIPT) + "'; base-uri 'none'; form-action 'none'")
                .line();
        html.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.leaf("meta", "name", "color-scheme", "content", "light dark").line();
        html.element("title", title).line();
        html.source("style", STYLE).close().line();
    }

    private static void opening(Html html, EvaluationResult first, String title) {
        html.open("header")
                .element("p", "Localization report", "class", "kicker")
                .open("h1")
                .element("bdi", title)
                .close();
        html.open("p", "class", "lead")
                .text(Numbers.whole(first.images()) + " images of the "
                        + first.protocol().split().toLowerCase(Locale.ROOT) + " split");
        if (first.rejected() > 0) html.text(", " + Numbers.whole(first.rejected()) + " left out as unreadable");
        html.text(
                ". Percentages are of the scored images. Every number belongs to the protocol above it and to no other.");
        html.close().close().line();
    }

    private static void contents(Html html, List<Section> sections) {
        html.open("nav", "aria-label", "Protocols").open("ul");
        for (int i = 0; i < sections.size(); i++) {
            var result = sections.get(i).result();
            html.open("li")
                    .element("a", "Protocol " + result.protocol().name(), "href", "#p" + (i + 1))
                    .close();
        }
        html.close().close().line();
    }

    private static String digest(String source) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException("it is not in the program");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }
}
