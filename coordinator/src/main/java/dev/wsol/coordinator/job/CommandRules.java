package dev.wsol.coordinator.job;

import dev.wsol.contract.Command;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobEvent.RefusedCode;
import dev.wsol.contract.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is answered to people. */
final class CommandRules {
    private final JobTable table;
    private final Instant now;

    CommandRules(JobTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    List<JobEvent> decide(Command command) {
        return command instanceof Command.Submit submit ? submit(submit) : cancel((Command.Cancel) command);
    }

    private List<JobEvent> submit(Command.Submit c) {
        var there = table.get(c.job());
        if (there.isPresent())
            return there.get().spec().equals(c.spec())
                    ? List.of()
                    : refuse(c, RefusedCode.CONFLICT, "job " + c.job() + " exists with another spec");
        var tooLong = Names.tooLong(c.job(), c.spec());
        if (tooLong.isPresent()) return refuse(c, RefusedCode.INVALID, tooLong.get());
        var taken = takenTrial(c);
        if (taken.isPresent()) return refuse(c, RefusedCode.CONFLICT, taken.get());
        return List.of(new JobEvent.Submitted(c.job(), now, c.commandId(), c.spec(), Optional.empty()));
    }

    private Optional<String> takenTrial(Command.Submit c) {
        if (!(c.spec() instanceof JobSpec.Sweep sweep)) return Optional.empty();
        for (int n = 1; n <= sweep.trials().size(); n++) {
            var id = Names.trial(c.job(), n);
            if (table.get(id).isPresent()) return Optional.of("its trial " + id + " would replace a job of that id");
        }
        return Optional.empty();
    }

    private List<JobEvent> cancel(Command.Cancel c) {
        if (table.get(c.job()).isEmpty()) return refuse(c, RefusedCode.NO_SUCH_JOB, "there is no job " + c.job());
        return new Family(table, now)
                .tree(c.job()).stream()
                        .filter(j -> !j.state().ended())
                        .<JobEvent>map(j -> new JobEvent.Cancelled(j.id(), now, c.commandId(), c.reason()))
                        .toList();
    }

    private List<JobEvent> refuse(Command c, RefusedCode code, String reason) {
        return List.of(new JobEvent.Refused(c.job(), now, c.commandId(), code, reason));
    }
}
