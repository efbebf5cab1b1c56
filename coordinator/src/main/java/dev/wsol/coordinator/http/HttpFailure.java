package dev.wsol.coordinator.http;

/** An answer that is no success. */
final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String field;

    private HttpFailure(int status, String field, String message) {
        super(message, null, false, false);
        this.status = status;
        this.field = field;
    }

    static HttpFailure invalid(String field, String message) {
        return new HttpFailure(400, field, message);
    }

    static HttpFailure forbidden(String message) {
        return new HttpFailure(403, "", message);
    }

    static HttpFailure notFound(String message) {
        return new HttpFailure(404, "", message);
    }

    static HttpFailure conflict(String message) {
        return new HttpFailure(409, "", message);
    }

    static HttpFailure unavailable(String message) {
        return new HttpFailure(503, "", message);
    }

    int status() {
        return status;
    }

    /** Path of the field that is wrong; empty for none. */
    String field() {
        return field;
    }
}
