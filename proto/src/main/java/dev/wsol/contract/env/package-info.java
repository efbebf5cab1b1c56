/** Typed reading of settings from environment variables. Every mistake is told at the same time. */
package dev.wsol.contract.env;
