package dev.wsol.coordinator.job;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs in memory. */
public final class MemoryTable implements JobTable {
    public final Map<JobId, Job> jobs = new TreeMap<>();
    final Map<JobId, List<JobEvent.Searched>> steps = new TreeMap<>();

    @Override
    public Optional<Job> get(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public void put(Job job) {
        jobs.put(job.id(), job);
    }

    @Override
    public List<JobEvent.Searched> steps(JobId sweep) {
        return List.copyOf(steps.getOrDefault(sweep, List.of()));
    }

    @Override
    public void add(JobEvent.Searched step) {
        steps.computeIfAbsent(step.job(), j -> new ArrayList<>()).add(step);
    }

    @Override
    public List<JobId> children(JobId parent) {
        return jobs.values().stream()
                .filter(j -> j.parent().filter(parent::equals).isPresent())
                .map(Job::id)
                .toList();
    }
}
