/**
 * The promises of the system, tried out: real servers and real coordinators, workers that speak the real protocol but train
 * nothing, and a hand that kills, freezes, delays and repeats. Start at {@link dev.wsol.infra.soak.Soak}.
 */
package dev.wsol.infra.soak;
