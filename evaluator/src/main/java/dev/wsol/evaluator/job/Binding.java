package dev.wsol.evaluator.job;

import dev.wsol.contract.JobSpec;
import dev.wsol.contract.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A name for everything that counts depend on: parts under another name are of another evaluation. */
final class Binding {
    private Binding() {}

    /** 32 hexadecimal digits of a SHA-256 over checkpoint, network, data and protocols, in the order of the job. */
    static String of(JobSpec.Evaluate spec, String dataDigest, List<Protocol> protocols) {
        var text = String.join("\n", spec.checkpoint().sha256(), spec.model().toString(), dataDigest)
                + protocols.stream().map(Protocol::digest).collect(Collectors.joining("\n", "\n", ""));
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
