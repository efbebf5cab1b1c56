package dev.wsol.contract.published;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All messages and enums of the .proto files with their comments, by full name. */
final class Contract {
    /** Places in a descriptor, see {@code SourceCodeInfo.Location.path}. */
    private static final int FILE_MESSAGE = 4;

    private static final int FILE_ENUM = 5;
    private static final int MESSAGE_FIELD = 2;
    private static final int MESSAGE_NESTED = 3;
    private static final int MESSAGE_ENUM = 4;
    private static final int ENUM_VALUE = 2;

    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Map<String, Enumeration> enums = new LinkedHashMap<>();

    /** @param type {@code int64}, or {@code .wsol.v1.JobSpec} with its leading dot; of a map, the type of its values */
    record Field(
            int number,
            String name,
            String json,
            String type,
            boolean list,
            boolean map,
            String oneof,
            String comment) {
        boolean isMessage() {
            return type.startsWith(".");
        }
    }

    record Message(String name, String file, String comment, List<Field> fields) {}

    record Value(int number, String name, String comment) {}

    record Enumeration(String name, String file, String comment, List<Value> values) {}

    private Contract() {}

    /** @param descriptors a FileDescriptorSet with source info */
    static Contract read(Path descriptors) throws IOException {
        var out = new Contract();
        try (InputStream in = Files.newInputStream(descriptors)) {
            for (var file : FileDescriptorSet.parseFrom(in).getFileList()) out.add(file);
        }
        return out;
    }

    /** The message and all messages and enums that it needs, itself first, each once. */
    List<String> closure(String root) {
        var out = new ArrayList<>(List.of(root));
        for (int at = 0; at < out.size(); at++) {
            var message = messages.get(out.get(at));
            if (message == null) continue;
            for (var f : message.fields())
                if (f.isMessage() && !out.contains(f.type().substring(1)))
                    out.add(f.type().substring(1));
        }
        return out;
    }

    Message message(String name) {
        return messages.get(name);
    }

    Enumeration enumeration(String name) {
        return enums.get(name);
    }

    private void add(FileDescriptorProto file) {
        var comments = new HashMap<List<Integer>, String>();
        for (var l : file.getSourceCodeInfo().getLocationList())
            comments.put(l.getPathList(), oneLine(l.getLeadingComments()));
        for (int i = 0; i < file.getMessageTypeCount(); i++)
            add(file, file.getPackage(), file.getMessageType(i), List.of(FILE_MESSAGE, i), comments);
        for (int i = 0; i < file.getEnumTypeCount(); i++)
            add(file, file.getPackage(), file.getEnumType(i), List.of(FILE_ENUM, i), comments);
    }

    private void add(
            FileDescriptorProto file,
            String above,
            DescriptorProto m,
            List<Integer> path,
            Map<List<Integer>, String> comments) {
        var name = above + "." + m.getName();
        var fields = new ArrayList<Field>();
        for (int i = 0; i < m.getFieldCount(); i++)
            fields.add(field(m, m.getField(i), comments.getOrDefault(then(path, MESSAGE_FIELD, i), "")));
        messages.put(name, new Message(name, file.getName(), comments.getOrDefault(path, ""), fields));
        for (int i = 0; i < m.getNestedTypeCount(); i++)
            if (!m.getNestedType(i).getOptions().getMapEntry())
                add(file, name, m.getNestedType(i), then(path, MESSAGE_NESTED, i), comments);
        for (int i = 0; i < m.getEnumTypeCount(); i++)
            add(file, name, m.getEnumType(i), then(path, MESSAGE_ENUM, i), comments);
    }

    private void add(
            FileDescriptorProto file,
            String above,
            EnumDescriptorProto e,
            List<Integer> path,
            Map<List<Integer>, String> comments) {
        var values = new ArrayList<Value>();
        for (int i = 0; i < e.getValueCount(); i++)
            values.add(new Value(
                    e.getValue(i).getNumber(),
                    e.getValue(i).getName(),
                    comments.getOrDefault(then(path, ENUM_VALUE, i), "")));
        var name = above + "." + e.getName();
        enums.put(name, new Enumeration(name, file.getName(), comments.getOrDefault(path, ""), values));
    }

    private static Field field(DescriptorProto m, FieldDescriptorProto f, String comment) {
        var oneof = f.hasOneofIndex() ? m.getOneofDecl(f.getOneofIndex()).getName() : "";
        boolean list = f.getLabel() == Label.LABEL_REPEATED;
        for (var nested : m.getNestedTypeList())
            if (nested.getOptions().getMapEntry() && f.getTypeName().endsWith("." + nested.getName()))
                return new Field(
                        f.getNumber(),
                        f.getName(),
                        f.getJsonName(),
                        type(nested.getField(1)),
                        false,
                        true,
                        oneof,
                        comment);
        return new Field(f.getNumber(), f.getName(), f.getJsonName(), type(f), list, false, oneof, comment);
    }

    /** {@code int64}, or {@code .wsol.v1.JobSpec} with its leading dot. */
    private static String type(FieldDescriptorProto f) {
        return f.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE
                        || f.getType() == FieldDescriptorProto.Type.TYPE_ENUM
                ? f.getTypeName()
                : f.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    private static List<Integer> then(List<Integer> path, int kind, int index) {
        var out = new ArrayList<>(path);
        out.add(kind);
        out.add(index);
        return out;
    }

    private static String oneLine(String comment) {
        return comment.strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
