package dev.wsol.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python says of our files. Needs PyTorch for the system's Python (Debian: python3-torch). */
class PthInPythonTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** Loads strictly, checks the structure, and writes every tensor's numbers as the raw bytes that it has in memory. */
    private static final String PROGRAM = """
            import sys, torch, collections
            root = torch.load(sys.argv[1], map_location='cpu', weights_only=True)
            assert list(root) == ['epoch', 'state_dict', 'best_map'], list(root)
            assert root['epoch'] == 12 and type(root['epoch']) is int
            assert root['best_map'] == 96.57 and '%.2f' % root['best_map'] == '96.57'
            assert max(root['best_map'], 97.5) == 97.5
            state = root['state_dict']
            assert type(state) is collections.OrderedDict
            assert state._metadata['module.of'] == {'version': 1}, state._metadata
            for name, t in state.items():
                assert t.is_contiguous() and not t.requires_grad
                raw = bytes(t.reshape(-1).view(torch.uint8).tolist()) if t.numel() and t.dim() else b''
                raw = bytes(t.reshape(1).view(torch.uint8).tolist()) if not t.dim() else raw
                print(name, str(t.dtype)[6:], 'x'.join(map(str, t.shape)), raw.hex())
            """;

    @TempDir
    private Path folder;

    private record Answer(int code, String out) {}

    private Answer python(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PYTHON.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        var process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    @Test
    void the_strict_reader_of_pytorch_finds_every_tensor_bit_for_bit() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PYTHON), "skipped: no " + PYTHON);
        assumeTrue(python("-c", "import torch").code() == 0, "skipped: no PyTorch for " + PYTHON + " (python3-torch)");
        var state = PthWriteTest.oneOfEach();
        Path file = folder.resolve("model_best.pth");
        Pth.trained(12, state, 96.57).write(file);

        var answer = python("-c", PROGRAM, file.toString());

        assertThat(answer.code()).as(answer.out()).isZero();
        var expected = new StringBuilder();
        state.forEach((name, tensor) -> expected.append(line(name, tensor)));
        assertThat(answer.out()).isEqualTo(expected.toString());
    }

    private static String line(String name, Tensor tensor) {
        var shape = new StringJoiner("x");
        for (long length : tensor.shape()) shape.add(String.valueOf(length));
        var bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return "module." + name + " " + dtype(tensor.type()) + " " + shape + " "
                + HexFormat.of().formatHex(bytes) + "\n";
    }

    private static String dtype(Tensor.Type type) {
        return switch (type) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case I64 -> "int64";
            case I32 -> "int32";
            case I16 -> "int16";
            case I8 -> "int8";
            case U8 -> "uint8";
            case BOOL -> "bool";
        };
    }
}
