/**
 * One evaluation as a page that explains itself: numbers with their protocol, curves, errors, pictures. Plain records
 * in, one HTML text out; nothing is measured here, and no file is read or written. Start at {@link
 * dev.wsol.evaluator.report.ReportPage}.
 */
package dev.wsol.evaluator.report;
