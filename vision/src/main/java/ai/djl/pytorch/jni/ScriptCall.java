package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;
import java.util.Arrays;

/**
 * Calls one method of a TorchScript module with any arguments and, where asked, with gradients.
 *
 * <p>Lives in DJL's package because its public way, {@link IValueUtils#runMethod}, always runs in inference mode. Works
 * on the class path only: a module path does not allow one package in two jars.
 */
public final class ScriptCall {
    private ScriptCall() {}

    /**
     * @param gradients false runs in inference mode, where nothing is recorded
     * @return the method's answer; the caller closes it
     * @throws ai.djl.engine.EngineException with the TorchScript traceback if the method fails
     */
    public static IValue run(PtSymbolBlock module, String method, boolean gradients, IValue... arguments) {
        long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
        boolean separateCudaStream = false;
        return new IValue(
                PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, gradients, separateCudaStream));
    }
}
