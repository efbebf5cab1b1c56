package dev.wsol.coordinator.job;

import dev.wsol.contract.Job;
import dev.wsol.contract.JobEvent;
import dev.wsol.contract.JobId;
import java.util.List;
import java.util.Optional;

/** Where jobs are remembered, and what the searches among them were told. */
public interface JobTable {
    Optional<Job> get(JobId id);

    void put(Job job);

    /** Jobs made for this one, in the order of their ids. */
    List<JobId> children(JobId parent);

    /** Every step of the search of this sweep, in order. */
    List<JobEvent.Searched> steps(JobId sweep);

    /** One step more. */
    void add(JobEvent.Searched step);
}
