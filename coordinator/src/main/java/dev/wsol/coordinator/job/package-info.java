/**
 * The rules of jobs: who may work on what, when it is tried again, when it has ended. Pure: time is an argument, no
 * broker, no thread. Start at {@link dev.wsol.coordinator.job.JobBook}.
 */
package dev.wsol.coordinator.job;
