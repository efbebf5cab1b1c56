/** The {@code wsol} command. Start at {@link Wsol}; commands that only ask a coordinator are in {@code client}. */
package dev.wsol.infra.cli;
