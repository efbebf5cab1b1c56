package dev.wsol.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where events are posted to.
 *
 * @param name 1 to 60 of a-z 0-9 . _ -
 * @param url http or https, without a user's name in it
 * @param events names of event kinds, for example {@code Scored}
 * @param secret key of the signature; in no log and no text
 * @param fromOffset first event of {@code wsol.events} that is posted
 */
public record Webhook(String name, URI url, List<String> events, byte[] secret, Instant createdAt, long fromOffset) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final int SHORTEST_SECRET = 24;
    private static final int LONGEST_SECRET = 64;

    public Webhook {
        if (!FORM.matcher(name).matches())
            throw new BadSpec("name", "'" + name + "' is no name of a webhook: use 1 to 60 of a-z 0-9 . _ -");
        events = List.copyOf(events);
        Need.some("events", events);
        if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET)
            throw new BadSpec(
                    "secret",
                    "must be " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " bytes in base64, not " + secret.length);
        secret = secret.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    /** @throws BadSpec if events cannot be posted there */
    public static URI receiver(String text) {
        try {
            var url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!web || url.getHost() == null)
                throw new BadSpec("url", "must begin with http:// or https:// and name a host");
            if (url.getUserInfo() != null || url.getFragment() != null)
                throw new BadSpec("url", "must have neither a user nor a fragment");
            return url;
        } catch (URISyntaxException e) {
            throw new BadSpec("url", "is no address: " + e.getReason());
        }
    }

    /** Without the secret, and without the query, in which there may be one of the receiver's. */
    @Override
    public String toString() {
        return "webhook " + name + " to " + url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }
}
