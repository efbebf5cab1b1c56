package dev.wsol.contract;

/**
 * Why a job could not go on.
 *
 * @param message what went wrong, where, and what to do; for people
 */
public record Failure(Code code, String message) {
    /** Kinds of failure. The coordinator retries only those that may pass by themselves. */
    public enum Code {
        BAD_SPEC(false),
        BAD_DATA(false),
        DIVERGED(false),
        CORRUPT_CHECKPOINT(false),
        STORE_UNREACHABLE(true),
        DISK_FULL(true),
        OUT_OF_MEMORY(false),
        TOO_MANY_ATTEMPTS(false),
        INTERNAL(true);

        private final boolean mayPass;

        Code(boolean mayPass) {
            this.mayPass = mayPass;
        }

        /** Whether the same job may succeed when it is simply tried again. */
        public boolean mayPass() {
            return mayPass;
        }
    }
}
