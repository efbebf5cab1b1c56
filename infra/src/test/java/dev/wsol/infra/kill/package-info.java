/**
 * What is promised to users, tried with real processes that are killed at chosen moments. The moments are seen from outside,
 * in events, files and requests; nothing in the programs knows that it is being tested.
 */
package dev.wsol.infra.kill;
