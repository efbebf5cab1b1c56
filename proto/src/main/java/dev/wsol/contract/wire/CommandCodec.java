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
            out.setSubmit(CommandProto.Submit.newBuilder()
                    .setSpec(SpecCodec.toProto(s.spec()))
                    .setOwner(s.owner()));
        if (command instanceof Command.Cancel c)
            out.setCancel(CommandProto.Cancel.newBuilder().setBy(c.by()).setReason(c.reason()));
        if (command instanceof Command.Pause c)
            out.setPause(CommandProto.Pause.newBuilder().setBy(c.by()).setReason(c.reason()));
        if (command instanceof Command.Resume c)
            out.setResume(CommandProto.Resume.newBuilder().setBy(c.by()));
        if (command instanceof Command.Retry c)
            out.setRetry(CommandProto.Retry.newBuilder().setBy(c.by()));
        if (command instanceof Command.Alter c)
            out.setAlter(CommandProto.Alter.newBuilder().setBy(c.by()).setChange(SpecCodec.toProto(c.change())));
        if (command instanceof Command.Drain c)
            out.setDrain(CommandProto.Drain.newBuilder()
                    .setBy(c.by())
                    .setWorker(c.worker())
                    .setFinish(c.finish()));
        if (command instanceof Command.Extend e)
            out.setExtend(CommandProto.Extend.newBuilder().setBudget(SearchCodec.toProto(e.budget())));
        if (command instanceof Command.RegisterCheckpoint r)
            out.setRegisterCheckpoint(
                    CommandProto.RegisterCheckpoint.newBuilder().setRegistered(BenchmarkCodec.toProto(r.registered())));
        if (command instanceof Command.CreateBenchmark b)
            out.setCreateBenchmark(CommandProto.CreateBenchmark.newBuilder()
                    .setRule(BenchmarkCodec.toProto(b.rule()))
                    .setExisting(b.existing()));
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
                        .map(spec -> new Command.Submit(
                                m.getCommandId(), job, at, spec, m.getSubmit().getOwner()));
            case CANCEL ->
                Optional.of(new Command.Cancel(
                        m.getCommandId(),
                        job,
                        at,
                        m.getCancel().getBy(),
                        m.getCancel().getReason()));
            case PAUSE ->
                Optional.of(new Command.Pause(
                        m.getCommandId(),
                        job,
                        at,
                        m.getPause().getBy(),
                        m.getPause().getReason()));
            case RESUME ->
                Optional.of(new Command.Resume(
                        m.getCommandId(), job, at, m.getResume().getBy()));
            case RETRY ->
                Optional.of(new Command.Retry(
                        m.getCommandId(), job, at, m.getRetry().getBy()));
            case ALTER ->
                Optional.of(new Command.Alter(
                        m.getCommandId(),
                        job,
                        at,
                        m.getAlter().getBy(),
                        SpecCodec.fromProto(m.getAlter().getChange())));
            case DRAIN ->
                Optional.of(new Command.Drain(
                        m.getCommandId(),
                        job,
                        at,
                        m.getDrain().getBy(),
                        m.getDrain().getWorker(),
                        m.getDrain().getFinish()));
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
                        BenchmarkCodec.fromProto(m.getCreateBenchmark().getRule()),
                        m.getCreateBenchmark().getExisting()));
            case DELETE_BENCHMARK ->
                Optional.of(new Command.DeleteBenchmark(
                        m.getCommandId(), job, at, m.getDeleteBenchmark().getName()));
            case BODY_NOT_SET -> Optional.empty();
        };
    }
}
