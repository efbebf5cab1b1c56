package dev.wsol.vision.dataset;

/** One mistake in a data set: where it stands, what is wrong and what to do. */
public record Problem(Origin at, String message) {
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
