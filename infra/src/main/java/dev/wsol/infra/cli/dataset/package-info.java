/** {@code wsol dataset}: what a folder holds, what is wrong with it, and what can be had without looking. */
package dev.wsol.infra.cli.dataset;
