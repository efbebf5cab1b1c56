package dev.wsol.contract.wire;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobId;
import dev.wsol.contract.wire.v1.CommandProto;
import java.time.Instant;
import java.util.Optional;

/** Values of {@link Topics#COMMANDS}. */
public final class CommandCodec {
    private CommandCodec() {}

    public static byte[] encode(Command command) {
        var out = CommandProto.Command.newBuilder()
                .setCommandId(command.commandId())
                .setJobId(command.job().value())
                .setAtMs(command.at().toEpochMilli());
        if (command instanceof Command.Submit s)
            out.setSubmit(CommandProto.Submit.newBuilder().setSpec(SpecCodec.toProto(s.spec())));
        if (command instanceof Command.Cancel c)
            out.setCancel(CommandProto.Cancel.newBuilder().setReason(c.reason()));
        if (command instanceof Command.Extend e)
            out.setExtend(CommandProto.Extend.newBuilder().setBudget(SearchCodec.toProto(e.budget())));
        if (command instanceof Command.RegisterCheckpoint r)
            out.setRegisterCheckpoint(
                    CommandProto.RegisterCheckpoint.newBuilder().setRegistered(BenchmarkCodec.toProto(r.registered())));
        if (command instanceof Command.CreateBenchmark b)
            out.setCreateBenchmark(CommandProto.CreateBenchmark.newBuilder().setRule(BenchmarkCodec.toProto(b.rule())));
        if (command instanceof Command.DeleteBenchmark b)
            out.setDeleteBenchmark(CommandProto.DeleteBenchmark.newBuilder().setName(b.name()));
        return out.build().toByteArray();
    }

    /**
     * Empty if the command is of a kind that this build does not know.
     *
     * @throws BadMessage if the bytes are no command
     */
    public static Optional<Command> decode(byte[] bytes) {
        return Bytes.read("command", bytes, CommandProto.Command.parser(), CommandCodec::fromProto);
    }

    private static Optional<Command> fromProto(CommandProto.Command m) {
        var job = new JobId(m.getJobId());
        var at = Instant.ofEpochMilli(m.getAtMs());
        return switch (m.getBodyCase()) {
            case SUBMIT ->
                SpecCodec.fromProto(m.getSubmit().getSpec())
                        .map(spec -> new Command.Submit(m.getCommandId(), job, at, spec));
            case CANCEL ->
                Optional.of(new Command.Cancel(
                        m.getCommandId(), job, at, m.getCancel().getReason()));
            case EXTEND ->
                Optional.of(new Command.Extend(
                        m.getCommandId(),
                        job,
                        at,
                        SearchCodec.fromProto(m.getExtend().getBudget())));
            case REGISTER_CHECKPOINT ->
                Optional.of(new Command.RegisterCheckpoint(
                        m.getCommandId(),
                        job,
                        at,
                        BenchmarkCodec.fromProto(m.getRegisterCheckpoint().getRegistered())));
            case CREATE_BENCHMARK ->
                Optional.of(new Command.CreateBenchmark(
                        m.getCommandId(),
                        job,
                        at,
                        BenchmarkCodec.fromProto(m.getCreateBenchmark().getRule())));
            case DELETE_BENCHMARK ->
                Optional.of(new Command.DeleteBenchmark(
                        m.getCommandId(), job, at, m.getDeleteBenchmark().getName()));
            case BODY_NOT_SET -> Optional.empty();
        };
    }
}
