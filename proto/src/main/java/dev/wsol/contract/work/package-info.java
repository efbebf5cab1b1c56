/**
 * Taking a job from a queue and keeping the lease on it, for every kind of worker. Knows nothing about what a job does.
 * Start at {@link dev.wsol.contract.work.WorkQueue}.
 */
package dev.wsol.contract.work;
