package dev.wsol.coordinator.http;

/** The HTTP server cannot work. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpException(String message, Throwable cause) {
        super(message, cause);
    }
}
