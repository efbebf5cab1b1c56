/**
 * What is written down of a run for people who want to repeat it or compare with it. The trainer and the evaluators each bring
 * their parts; the files people read are made of all parts. Start at {@link dev.wsol.vision.run.RunFolder}.
 */
package dev.wsol.vision.run;
