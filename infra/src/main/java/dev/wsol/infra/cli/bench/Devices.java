package dev.wsol.infra.cli.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.wsol.infra.cli.terminal.CommandFailed;
import dev.wsol.infra.cli.terminal.Exit;

/** Devices by the names that settings use. */
final class Devices {
    private Devices() {}

    /** {@code auto} is the first GPU, or the processor where there is none. */
    static Device named(String name) {
        int gpus = name.equals("cpu") ? 0 : Engine.getInstance().getGpuCount();
        if (name.equals("cpu") || name.equals("auto") && gpus == 0) return Device.cpu();
        if (name.equals("auto")) return Device.gpu();
        if (!name.matches("cuda:[0-9]{1,3}"))
            throw new CommandFailed(Exit.USAGE, "--device '" + name + "' is none of: auto, cpu, cuda:N");
        int number = Integer.parseInt(name.substring("cuda:".length()));
        if (number < gpus) return Device.gpu(number);
        throw new CommandFailed(Exit.USAGE, "--device " + name + ": the engine sees " + gpus + " GPUs here");
    }
}
