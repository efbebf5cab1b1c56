package dev.wsol.infra.cli.client;

import dev.wsol.infra.cli.terminal.Shell;
import picocli.CommandLine.Option;

/** Options of every command that asks a coordinator. */
final class Reach {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Coordinator to ask. Default: WSOL_URL, else the running 'wsol local', else " + Address.USUAL + ".")
    private String url;

    @Option(names = "--json", description = "Answer with one JSON object on standard output.")
    boolean json;

    Api api(Shell shell) {
        return new Api(Address.find(url, shell.env()));
    }
}
