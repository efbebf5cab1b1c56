package dev.wsol.vision.dataset;

import dev.wsol.vision.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One annotation file of Pascal VOC. Corners count from 1 there and from 0 here, the last pixel included. Objects marked
 * difficult say nothing, as in the official evaluation. No DTD, no entity and no other file is ever read.
 *
 * @param size as the file says; empty where it says nothing or 0
 */
record VocXml(List<SeenObject> objects, Optional<Size> size) {
    private static final long MOST_BYTES = 16L << 20;
    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 1000;
    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("refers to another file");
        });
        return factory;
    }

    /** Empty after reporting what is wrong. */
    static Optional<VocXml> read(Path file, Origin at, Problems problems) {
        try {
            if (Files.size(file) > MOST_BYTES)
                throw new IllegalArgumentException("is larger than " + (MOST_BYTES >> 20) + " MiB");
            try (var bytes = Files.newInputStream(file)) {
                return Optional.of(new Reading(FACTORY.createXMLStreamReader(bytes)).read());
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            problems.at(new Origin(at.file(), line), "is not well-formed XML (" + firstLine(e.getMessage()) + ")");
        } catch (IllegalArgumentException e) {
            problems.at(at, e.getMessage());
        } catch (IOException e) {
            problems.at(at, "cannot be read (" + e + ")");
        }
        return Optional.empty();
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().reduce((a, b) -> b).orElse("");
    }

    /** Texts by path: {@code size/width} of the file, {@code bndbox/xmin} of the object at hand. */
    private static final class Reading {
        private final XMLStreamReader xml;
        private final Deque<String> path = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private final List<SeenObject> objects = new ArrayList<>();
        private final Map<String, String> ofFile = new HashMap<>();
        private final Map<String, String> ofObject = new HashMap<>();

        Reading(XMLStreamReader xml) {
            this.xml = xml;
        }

        VocXml read() throws XMLStreamException {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE)
                    throw new IllegalArgumentException("has a DTD or entities, which are refused; remove them");
                if (event == XMLStreamConstants.START_ELEMENT) begin();
                if (event == XMLStreamConstants.CHARACTERS) characters();
                if (event == XMLStreamConstants.END_ELEMENT) end();
            }
            return new VocXml(List.copyOf(objects), size());
        }

        private void begin() {
            path.addLast(xml.getLocalName());
            if (path.size() > DEEPEST) throw new IllegalArgumentException("has elements nested too deep");
            if (path.size() == 1 && !path.getLast().equals("annotation"))
                throw new IllegalArgumentException(
                        "is no Pascal VOC annotation: it begins with <" + path.getLast() + ">");
            if (here().equals("annotation/object")) ofObject.clear();
            text.setLength(0);
        }

        private void characters() {
            if (text.length() + xml.getTextLength() <= LONGEST_TEXT) text.append(xml.getText());
            else text.append(xml.getText(), 0, Math.max(0, LONGEST_TEXT - text.length()));
        }

        private void end() {
            String here = here();
            if (here.equals("annotation/object")) object();
            else if (here.startsWith("annotation/object/"))
                ofObject.put(
                        here.substring("annotation/object/".length()),
                        text.toString().strip());
            else if (here.startsWith("annotation/size/"))
                ofFile.put(here, text.toString().strip());
            path.removeLast();
            text.setLength(0);
        }

        private String here() {
            return String.join("/", path);
        }

        private void object() {
            if (objects.size() >= SingleClass.MOST_OBJECTS)
                throw new IllegalArgumentException("has more than " + SingleClass.MOST_OBJECTS + " objects");
            if (ofObject.getOrDefault("difficult", "0").equals("1")) return;
            String name = ofObject.getOrDefault("name", "");
            if (name.isEmpty()) throw new IllegalArgumentException("has an object without a name");
            try {
                objects.add(new SeenObject(name, box()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("object " + ListFile.quoted(name) + ": " + e.getMessage(), e);
            }
        }

        private Box box() {
            double x0 = corner("xmin"), y0 = corner("ymin"), x1 = corner("xmax"), y1 = corner("ymax");
            return Numbers.corners(x0, y0, x1, y1);
        }

        /** From 1 to from 0; a file that counts from 0 all the same is not punished for its first column. */
        private double corner(String name) {
            String value = ofObject.get("bndbox/" + name);
            if (value == null) throw new IllegalArgumentException("its bndbox lacks " + name);
            double from1 = Numbers.number(value);
            return from1 >= 0 && from1 < 1 ? 0 : from1 - 1;
        }

        private Optional<Size> size() {
            int width = Numbers.whole(ofFile.getOrDefault("annotation/size/width", "0"), "width");
            int height = Numbers.whole(ofFile.getOrDefault("annotation/size/height", "0"), "height");
            return width > 0 && height > 0 ? Optional.of(new Size(width, height)) : Optional.empty();
        }
    }
}
