/**
 * Searches over hyper-parameters: what to try next, what to go on with, what to give up. Pure functions of what a search
 * was told ({@link dev.wsol.coordinator.search.History}) and of its seed: no broker, no clock. Start at
 * {@link dev.wsol.coordinator.search.Search}.
 */
package dev.wsol.coordinator.search;
