package dev.wsol.evaluator.report;

import dev.wsol.contract.EvaluationResult;
import dev.wsol.evaluator.result.Findings;

/**
 * What one protocol says.
 *
 * @param result the numbers as they are published
 * @param findings what is behind them
 * @param degenerate score maps that were constant or not finite and counted as all zero
 */
public record Section(EvaluationResult result, Findings findings, long degenerate) {}
