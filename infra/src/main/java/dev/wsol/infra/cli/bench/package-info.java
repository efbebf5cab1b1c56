/** Speed measurements on this machine, with the facts that a number needs to mean something. No stack, no jobs. */
package dev.wsol.infra.cli.bench;
