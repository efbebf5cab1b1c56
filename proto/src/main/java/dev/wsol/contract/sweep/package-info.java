/**
 * What a search over hyper-parameters is asked for ({@link dev.wsol.contract.sweep.SearchSpec}) and what it was told and
 * decided ({@link dev.wsol.contract.sweep.SearchStep}). Plain records; the searches themselves are the coordinator's.
 */
package dev.wsol.contract.sweep;
