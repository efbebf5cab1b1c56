package dev.wsol.coordinator.http;

/**
 * Whether requests can be served.
 *
 * @param status up, starting or down
 * @param kafka what is known of the broker, for people
 * @param book what the job book does, for people
 */
public record Health(String status, String kafka, String book) {
    public boolean up() {
        return status.equals("up");
    }
}
