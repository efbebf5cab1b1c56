package dev.wsol.contract.work;

/**
 * How a queue record reaches one worker. Correctness comes from the lease; the transports differ in waiting time only.
 */
public enum Transport {
    /** Share group where the cluster has them, else classic. */
    AUTO,
    /** Share group: any free worker gets the next record. Needs the cluster feature {@code share.version}. */
    SHARE,
    /** Classic consumer group: as many workers wait at a time as the queue topic has partitions. */
    CLASSIC
}
