package dev.wsol.coordinator.job;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Changes on top of a table that are written down all together, or not at all when deciding fails half way. */
public final class Draft implements JobTable {
    private final JobTable under;
    private final Map<JobId, Job> changed = new LinkedHashMap<>();
    private final List<JobEvent.Searched> searched = new ArrayList<>();

    public Draft(JobTable under) {
        this.under = under;
    }

    @Override
    public Optional<Job> get(JobId id) {
        var mine = changed.get(id);
        return mine != null ? Optional.of(mine) : under.get(id);
    }

    @Override
    public void put(Job job) {
        changed.put(job.id(), job);
    }

    @Override
    public List<JobId> children(JobId parent) {
        var all = new TreeSet<>(under.children(parent));
        changed.values().stream()
                .filter(j -> j.parent().filter(parent::equals).isPresent())
                .forEach(j -> all.add(j.id()));
        return List.copyOf(all);
    }

    /** Jobs that are different here. */
    List<JobId> changed() {
        return List.copyOf(changed.keySet());
    }

    @Override
    public List<JobEvent.Searched> steps(JobId sweep) {
        var all = new ArrayList<>(under.steps(sweep));
        searched.stream().filter(s -> s.job().equals(sweep)).forEach(all::add);
        return all;
    }

    @Override
    public void add(JobEvent.Searched step) {
        searched.add(step);
    }

    public void writeDown() {
        changed.values().forEach(under::put);
        changed.clear();
        searched.forEach(under::add);
        searched.clear();
    }
}
