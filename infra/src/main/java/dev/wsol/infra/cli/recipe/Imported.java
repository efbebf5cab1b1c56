package dev.wsol.infra.cli.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An official configuration as a recipe of ours.
 *
 * @param recipe the tree that is sent
 * @param used what was taken as it is, one line each
 * @param changed what had to be repaired or added
 * @param ignored what has no effect, and why
 */
record Imported(ObjectNode recipe, List<String> used, List<String> changed, List<String> ignored) {}
