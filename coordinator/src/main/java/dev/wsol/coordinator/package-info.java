/** Takes jobs, keeps their state, tells what became of them. Start at {@link dev.wsol.coordinator.Coordinator}. */
package dev.wsol.coordinator;
