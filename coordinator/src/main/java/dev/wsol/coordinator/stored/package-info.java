/**
 * Values in a file that only the build which wrote it reads again: a cache, never the truth. Not a format for others; what
 * travels is protobuf. Start at {@link dev.wsol.coordinator.stored.StoredValues}.
 */
package dev.wsol.coordinator.stored;
