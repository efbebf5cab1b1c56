package dev.wsol.infra.containers;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.dockerclient.DockerClientConfigUtils;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * An engine that runs in the same container as the tests. Testcontainers takes every process in a container for a neighbour
 * of the containers it starts, and looks for their ports at a gateway with the help of an image from a registry. Where the
 * engine's own bridge is an interface of this machine, the ports are simply here.
 */
public final class EngineBesideUs extends DockerClientProviderStrategy {
    static final Path SOCKET = Path.of("/var/run/docker.sock");

    /** Lets Testcontainers try this kind of engine before the one that it found last time and wrote down. */
    static void first() {
        TestcontainersConfiguration.getInstance()
                .getUserProperties()
                .setProperty("docker.client.strategy", EngineBesideUs.class.getName());
    }

    @Override
    public String getDescription() {
        return "engine in the same container";
    }

    @Override
    protected boolean isApplicable() {
        return DockerClientConfigUtils.IN_A_CONTAINER
                && System.getenv("DOCKER_HOST") == null
                && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null
                && Files.exists(SOCKET);
    }

    @Override
    public TransportConfig getTransportConfig() {
        return TransportConfig.builder()
                .dockerHost(URI.create("unix://" + SOCKET))
                .build();
    }

    @Override
    protected boolean test() {
        return super.test() && itsBridgeIsHere();
    }

    @Override
    public synchronized String getDockerHostIpAddress() {
        return "localhost";
    }

    private boolean itsBridgeIsHere() {
        var bridge =
                getDockerClient().inspectNetworkCmd().withNetworkId("bridge").exec();
        var name = bridge.getOptions().get("com.docker.network.bridge.name");
        try {
            return name != null && NetworkInterface.getByName(name) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
