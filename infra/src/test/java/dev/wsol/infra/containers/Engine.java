package dev.wsol.infra.containers;

import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PortBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.TestcontainersConfiguration;

/** The Docker engine of this machine, if there is one. */
final class Engine {
    /** A value of true lets images be fetched that are not here. */
    private static final String PULL = "wsol.containers.pull";

    private static final String LOOPBACK = "127.0.0.1";

    private Engine() {}

    /** Why there can be no containers. */
    static Optional<String> missing() {
        if (!mayHaveAnEngine()) return Optional.of("there is no Docker engine");
        EngineBesideUs.first();
        if (!DockerClientFactory.instance().isDockerAvailable())
            return Optional.of("the Docker engine does not answer");
        return Stream.of(Images.values())
                .filter(image -> image.find().isEmpty())
                .map(Images::howToGet)
                .findFirst();
    }

    /** Looks at what costs nothing, so that machines without Docker hear no complaints of a library. */
    private static boolean mayHaveAnEngine() {
        var home = Path.of(System.getProperty("user.home"));
        var run = Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/run/user/none");
        return System.getenv("DOCKER_HOST") != null
                || !TestcontainersConfiguration.getInstance()
                        .getUserProperties()
                        .isEmpty()
                || Stream.of(
                                EngineBesideUs.SOCKET,
                                Path.of(run, "docker.sock"),
                                home.resolve(".docker/run/docker.sock"),
                                home.resolve(".docker/desktop/docker.sock"))
                        .anyMatch(Files::exists);
    }

    static boolean mayPull() {
        return Boolean.getBoolean(PULL);
    }

    /** All names of images on this machine. */
    static List<String> images() {
        return DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                .map(Image::getRepoTags)
                .filter(tags -> tags != null)
                .flatMap(Arrays::stream)
                .toList();
    }

    /** A container that is killed and started again keeps the ports it was given; ports chosen by the engine change. */
    static void givePort(GenericContainer<?> container, int inside) {
        var here = DockerClientFactory.instance().dockerHostIpAddress();
        var interfaces = here.equals("localhost") || here.equals(LOOPBACK) ? LOOPBACK + ":" : "";
        var binding = PortBinding.parse(interfaces + freePort() + ":" + inside);
        container.withCreateContainerCmdModifier(
                command -> command.getHostConfig().withPortBindings(binding));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}, for the whole container. Its files stay. */
    static void kill(GenericContainer<?> container) {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** Starts it again after it was killed; returns before it is ready. */
    static void startAgain(GenericContainer<?> container) {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    /** Removes them at the same time, those too that were killed. */
    static void remove(Collection<? extends GenericContainer<?>> containers) {
        containers.parallelStream().forEach(GenericContainer::stop);
    }
}
