/** {@code wsol soak}. */
package dev.wsol.infra.cli.soak;
