/** {@code wsol demo}: data, stack, sweep, board and pictures in one go, through the same doors that users have. */
package dev.wsol.infra.cli.demo;
