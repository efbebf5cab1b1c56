/**
 * {@code wsol score-maps}: folders of score maps, made by any program, scored by this one's protocols. Needs no running
 * service; start at {@link dev.wsol.infra.cli.maps.ScoreMapsCommand}.
 */
package dev.wsol.infra.cli.maps;
