/**
 * Weights at rest: safetensors, PyTorch files read without running them, and the object store. No engine, no network
 * architecture. Start at {@link CheckpointStore} for objects and at {@link Safetensors} for files.
 */
package dev.wsol.vision.checkpoint;
