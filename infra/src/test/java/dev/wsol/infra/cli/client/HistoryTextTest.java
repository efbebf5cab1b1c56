package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTextTest {
    @Test
    void every_best_result_is_a_line_with_who_made_it() throws Exception {
        var board = Json.read("""
                {"protocol":"deployed","dataset":"CUB","rankedBy":"maxBoxAcc50","history":[
                  {"at":"2026-01-01T00:00:00Z","value":60,"arch":"deit_scm_tiny_patch16_224","trainJob":"a","epoch":3,"source":"","sha256":"abc"},
                  {"at":"2026-01-02T00:00:00Z","value":61.25,"arch":"deit_scm_tiny_patch16_224","trainJob":"","source":"lab","sha256":"def"}]}
                """);

        assertThat(HistoryText.of(board).lines())
                .containsExactly(
                        "",
                        "Best so far, deployed on CUB, by maxBoxAcc50:",
                        "  2026-01-01T00:00:00Z  60.0  scm_tiny  a epoch 3  abc",
                        "  2026-01-02T00:00:00Z  61.3  scm_tiny  lab  def");
    }
}
