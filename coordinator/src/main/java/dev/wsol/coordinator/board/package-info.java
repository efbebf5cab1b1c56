/**
 * What people may know: a view of all jobs and results, folded from the public events. Nothing here decides. Start at
 * {@link dev.wsol.coordinator.board.JobView}.
 */
package dev.wsol.coordinator.board;
