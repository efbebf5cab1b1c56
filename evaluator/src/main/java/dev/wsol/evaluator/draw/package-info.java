/**
 * Pictures that show why an image counts as found or not: overlays, contact sheets, the published program's five.
 * Everything works without a display, and no number is computed here.
 */
package dev.wsol.evaluator.draw;
