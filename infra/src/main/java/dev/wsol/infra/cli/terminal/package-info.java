/** How the command talks to a person: streams, colour, tables, moving bars, exit codes. Knows nothing of jobs. */
package dev.wsol.infra.cli.terminal;
