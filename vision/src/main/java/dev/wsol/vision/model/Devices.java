package dev.wsol.vision.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.wsol.contract.BadSpec;
import java.util.regex.Pattern;

/** Which processor a slot computes on. */
public final class Devices {
    public static final String AUTO = "auto";
    private static final Pattern FORM = Pattern.compile("auto|cpu|cuda:\\d{1,2}");

    private Devices() {}

    /** @throws IllegalArgumentException if this is no name of a device */
    public static String checked(String name) {
        if (FORM.matcher(name).matches()) return name;
        throw new IllegalArgumentException("use auto, cpu, or cuda:N with the number of a GPU");
    }

    /**
     * The device; {@code auto} deals the slots out to the GPUs, or to the CPU when there is none.
     *
     * @throws BadSpec if there is no such GPU
     */
    public static Device of(String name, int slot) {
        if (name.equals("cpu")) return Device.cpu();
        int gpus = Engine.getInstance().getGpuCount();
        if (name.equals(AUTO)) return gpus == 0 ? Device.cpu() : Device.gpu(slot % gpus);
        int wanted = Integer.parseInt(name.substring("cuda:".length()));
        if (wanted < gpus) return Device.gpu(wanted);
        throw new BadSpec("WSOL_DEVICE", name + " is not there: the engine sees " + gpus + " GPUs");
    }

    /** As {@link #of} takes it. */
    public static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
