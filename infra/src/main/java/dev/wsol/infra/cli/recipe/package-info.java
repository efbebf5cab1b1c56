/** {@code wsol recipe}: the official programs' configuration files as recipes of ours, and a check of recipes. */
package dev.wsol.infra.cli.recipe;
