package dev.wsol.coordinator.stored;

/** What a value begins with. */
final class Code {
    static final byte END = 0;
    /** Two bytes: the place of an equal string or record, written lately. */
    static final byte AGAIN = 1;
    /** Place, length in bytes, UTF-8. */
    static final byte STRING = 2;
    /** Place, class, components. */
    static final byte RECORD = 3;
    /** Name of a class, which is numbered by its coming; the value follows. */
    static final byte CLASS = 4;
    /** Class, ordinal. */
    static final byte ENUM = 5;

    static final byte INT = 6;
    static final byte LONG = 7;
    static final byte DOUBLE = 8;
    static final byte TRUE = 9;
    static final byte FALSE = 10;
    static final byte INSTANT = 11;
    static final byte DURATION = 12;
    static final byte NOTHING = 13;
    static final byte OPTIONAL = 14;
    static final byte LIST = 15;
    static final byte MAP = 16;

    /** Strings and records that are remembered. */
    static final int PLACES = 1 << 16;

    private Code() {}
}
