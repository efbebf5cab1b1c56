package dev.wsol.worker.job;

/** The work was asked to stop before training began. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("asked to stop", null, false, false);
    }
}
