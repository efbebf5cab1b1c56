package dev.wsol.contract;

/** A request that cannot be a job. Says which field and why, for the person who wrote it. */
public final class BadSpec extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final String reason;

    public BadSpec(String field, String reason) {
        super(field.isEmpty() ? reason : field + ": " + reason);
        this.field = field;
        this.reason = reason;
    }

    /** The same mistake, seen from the object that holds the field. */
    public BadSpec within(String parent) {
        return new BadSpec(field.isEmpty() ? parent : parent + "." + field, reason);
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
