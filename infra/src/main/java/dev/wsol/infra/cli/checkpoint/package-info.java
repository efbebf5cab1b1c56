/** {@code wsol checkpoint}: weights in from other programs, out to them, and a look into them. */
package dev.wsol.infra.cli.checkpoint;
