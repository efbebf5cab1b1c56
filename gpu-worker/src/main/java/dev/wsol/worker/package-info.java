/** The GPU worker as a program: settings, slots, start and drain. Start at {@link dev.wsol.worker.TrainWorker}. */
package dev.wsol.worker;
