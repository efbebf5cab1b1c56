package dev.wsol.coordinator.http;

import dev.wsol.contract.BadSpec;
import dev.wsol.contract.JobSpec;

/** The coordinator's own reading of jobs, for those who want to know beforehand what it will say. */
public final class Specs {
    private Specs() {}

    /**
     * @param json a job as it would be sent
     * @throws BadSpec naming the field that the coordinator would refuse
     */
    public static JobSpec read(byte[] json) {
        return SpecReader.read(json).spec();
    }
}
