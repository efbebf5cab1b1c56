package dev.wsol.infra.cli.checkpoint;

import dev.wsol.contract.env.Env;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.vision.checkpoint.CheckpointStore;
import dev.wsol.vision.checkpoint.StoreSettings;
import java.util.HashMap;
import java.util.Optional;

/** The object store that the environment names, for those who need one. */
final class Stores {
    private static final String PREFIX = Env.PREFIX + "S3_";

    private Stores() {}

    /** Empty when the environment names none. */
    static Optional<CheckpointStore> of(Shell shell) {
        var vars = new HashMap<>(shell.env());
        vars.keySet().removeIf(name -> !name.startsWith(PREFIX));
        if (vars.isEmpty()) return Optional.empty();
        var env = new Env(vars);
        var settings = StoreSettings.from(env);
        env.done();
        return Optional.of(CheckpointStore.open(settings));
    }

    static CheckpointStore need(Shell shell) {
        return of(shell)
                .orElseThrow(() -> new CommandFailed(
                        Exit.USAGE,
                        "no object store is configured: set WSOL_S3_ENDPOINT, WSOL_S3_BUCKET, WSOL_S3_ACCESS_KEY and"
                                + " WSOL_S3_SECRET_KEY"));
    }
}
