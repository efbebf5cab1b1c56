package dev.wsol.vision.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.wsol.vision.image.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is wanted of a COCO file, read as a stream: outlines, which are most of its bytes, are never held.
 *
 * @param categories by rising id; the label of a category is its place
 */
record CocoJson(List<Image> images, List<Category> categories) {
    private static final JsonFactory FACTORY = new JsonFactory();

    record Category(long id, String name) {}

    record Image(long id, String file, Optional<Size> size, List<SeenObject> objects) {}

    /** @throws DatasetException if the file is no JSON of this form */
    static CocoJson read(Path root, String file, Problems problems) {
        try (var bytes = Files.newInputStream(root.resolve(file));
                var json = FACTORY.createParser(bytes)) {
            return new Reading(file, json, problems).read();
        } catch (JsonProcessingException e) {
            throw new DatasetException(
                    "%s: is no COCO file (%s, line %d)"
                            .formatted(
                                    root.resolve(file),
                                    e.getOriginalMessage(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new DatasetException(root.resolve(file) + ": cannot be read (" + e + ")", e);
        }
    }

    private static final class Reading {
        private final String file;
        private final JsonParser json;
        private final Problems problems;
        private final Map<Long, Image> images = new LinkedHashMap<>();
        private final TreeMap<Long, Category> categories = new TreeMap<>();
        private final List<Seen> annotations = new ArrayList<>();

        /** An annotation before images and categories are known: the three lists may come in any order. */
        private record Seen(long image, long category, Box box) {}

        Reading(String file, JsonParser json, Problems problems) {
            this.file = file;
            this.json = json;
            this.problems = problems;
        }

        CocoJson read() throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) throw new DatasetException(file + ": is no JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "images" -> list(this::image);
                    case "categories" -> list(this::category);
                    case "annotations" -> list(this::annotation);
                    default -> json.skipChildren();
                }
            }
            join();
            return new CocoJson(List.copyOf(images.values()), List.copyOf(categories.values()));
        }

        private interface Entry {
            void take(CocoFields fields);
        }

        private void list(Entry entry) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY)
                throw new DatasetException(file + ": " + json.currentName() + " is no list");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                int line = json.currentTokenLocation().getLineNr();
                try {
                    entry.take(CocoFields.read(json));
                } catch (IllegalArgumentException e) {
                    problems.at(new Origin(file, line), e.getMessage());
                }
            }
        }

        private void image(CocoFields f) {
            long id = f.id("image", "id");
            var size = f.size();
            if (images.putIfAbsent(id, new Image(id, f.text("image " + id, "file_name"), size, new ArrayList<>(2)))
                    != null) throw new IllegalArgumentException("image " + id + " stands twice; keep one");
        }

        private void category(CocoFields f) {
            long id = f.id("category", "id");
            if (categories.putIfAbsent(id, new Category(id, f.text("category " + id, "name"))) != null)
                throw new IllegalArgumentException("category " + id + " stands twice; keep one");
        }

        private void annotation(CocoFields f) {
            annotations.add(new Seen(f.id("annotation", "image_id"), f.id("annotation", "category_id"), f.box()));
        }

        private void join() {
            for (var seen : annotations) {
                var image = images.get(seen.image);
                var category = categories.get(seen.category);
                if (image == null)
                    problems.in(file, "an annotation names image " + seen.image + ", which is not listed");
                else if (category == null)
                    problems.in(
                            file,
                            "an annotation of image %d names category %d, which is not listed"
                                    .formatted(seen.image, seen.category));
                else if (image.objects().size() >= SingleClass.MOST_OBJECTS)
                    problems.in(file, "image " + seen.image + " has too many annotations");
                else image.objects().add(new SeenObject(category.name(), seen.box));
            }
        }
    }
}
