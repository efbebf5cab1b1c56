/** Logs that people and their tools expect of a training run. No network, no store: files in a folder. Start at {@link EventFile}. */
package dev.wsol.vision.log;
