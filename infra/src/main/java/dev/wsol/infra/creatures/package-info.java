/**
 * The drawn data set of the demonstration: six classes of creatures with exact boxes, in the CUB layout. Nothing is
 * downloaded and nothing here learns. Start at {@link Creatures}.
 */
package dev.wsol.infra.creatures;
