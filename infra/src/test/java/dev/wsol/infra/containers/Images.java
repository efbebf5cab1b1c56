package dev.wsol.infra.containers;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.utility.DockerImageName;

/** Which images the containers are made of: the one that was named, else the official one, else our own, if it is here. */
enum Images {
    KAFKA("apache/kafka", "wsol/kafka", AppInfoParser.getVersion()),
    S3("andrewgaul/s3proxy", "wsol/s3", "");

    private final String official;
    private final String own;
    private final String version;

    /** @param version the tag, or nothing for any that is here */
    Images(String official, String own, String version) {
        this.official = official;
        this.own = own;
        this.version = version;
    }

    /** Nothing if there is none here and none may be fetched. */
    Optional<DockerImageName> find() {
        var here = Engine.images();
        var named = named();
        if (named.isPresent())
            return named.filter(n -> Engine.mayPull() || here.contains(n)).map(this::parsed);
        var found = Stream.of(official, own)
                .flatMap(name -> here.stream().filter(tag -> tag.startsWith(name + ":" + version)))
                .findFirst();
        if (found.isEmpty() && Engine.mayPull())
            return Optional.of(parsed(official + ":" + (version.isEmpty() ? "latest" : version)));
        return found.map(this::parsed);
    }

    /** What to do when there is none. */
    String howToGet() {
        return named().map(n -> "the image " + n + " is not on this machine")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "no image %s:%s is on this machine, and no %s (made by infra/images/build); name one by"
                                + " -D%s, or let it be fetched by -Dwsol.containers.pull=true",
                        official,
                        version.isEmpty() ? "*" : version,
                        own,
                        property()));
    }

    private Optional<String> named() {
        return Optional.ofNullable(System.getProperty(property()))
                .or(() -> Optional.ofNullable(System.getenv("WSOL_" + name() + "_IMAGE")));
    }

    private String property() {
        return "wsol." + name().toLowerCase(Locale.ROOT) + ".image";
    }

    private DockerImageName parsed(String name) {
        return DockerImageName.parse(name).asCompatibleSubstituteFor(official);
    }
}
