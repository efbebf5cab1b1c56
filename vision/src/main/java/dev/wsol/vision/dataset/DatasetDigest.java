package dev.wsol.vision.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One line an entry, fields behind their length, doubles as bits: no two data sets give the same text. */
final class DatasetDigest {
    private final MessageDigest sha = sha256();

    private DatasetDigest() {}

    static String of(DatasetSource source) {
        var digest = new DatasetDigest();
        digest.line("wsol data set 1");
        for (String name : source.classes()) digest.line("class", name);
        for (Split split : Split.values()) for (Sample sample : source.split(split)) digest.sample(split, sample);
        return HexFormat.of().formatHex(digest.sha.digest());
    }

    /** The first 8 bytes of SHA-256 of the text, big-endian: a number that is the same everywhere. */
    static long rank(String text) {
        byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        long rank = 0;
        for (int i = 0; i < Long.BYTES; i++) rank = rank << 8 | hash[i] & 0xff;
        return rank;
    }

    private void sample(Split split, Sample sample) {
        line(split.name(), sample.id(), Integer.toString(sample.label()));
        for (Box box : sample.boxes()) {
            if (box instanceof Box.Sized s) line("sized", bits(s.x()), bits(s.y()), bits(s.width()), bits(s.height()));
            else line("corners", bits(box.x0()), bits(box.y0()), bits(box.x1()), bits(box.y1()));
        }
        for (String mask : sample.masks().objects()) line("mask", mask);
        sample.masks().ignored().ifPresent(mask -> line("ignored", mask));
    }

    private void line(String... fields) {
        var text = new StringBuilder();
        for (String field : fields)
            text.append(field.length()).append(':').append(field).append(' ');
        sha.update(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Not {@code Double.toString}: JDK 19 changed its digits. */
    private static String bits(double value) {
        return Long.toHexString(Double.doubleToLongBits(value));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
