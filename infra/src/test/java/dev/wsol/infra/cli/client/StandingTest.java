package dev.wsol.infra.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"state":"queued","waitsFor":{"text":"place 1 in queue 'default'"}} | place 1 in queue 'default'
            {"state":"running","progress":{"epoch":2,"epochs":9,"loss":1.5}} | epoch 2/9 loss 1.500
            {"state":"running","progress":{"phase":"evaluate","imagesDone":3,"imagesTotal":7}} | 3/7 images
            {"state":"running","pausing":true,"progress":{"epoch":2,"epochs":9,"loss":1.5}} | pausing
            {"state":"cancelled","cancelled":{"by":"bob","reason":"wrong data"}} | cancelled by bob: wrong data
            {"state":"failed","failure":{"code":"BAD_DATA","message":"no such folder"}} | BAD_DATA: no such folder
            {"state":"finished","checkpoints":[{"epoch":1}]} | 1 epoch
            {"state":"finished","checkpoints":[{"epoch":1},{"epoch":4}],"chosen":{"percent":16.67,"rule":"top1Loc on validation","checkpoint":{"epoch":1}}} | 4 epochs, best after 1: 16.7 % top1Loc on validation
            {"state":"finished","checkpoints":[{"epoch":4}],"chosen":{"percent":null,"rule":"last epoch","checkpoint":{"epoch":4}}} | 4 epochs
            {"state":"finished","results":[{"protocol":"deployed","metrics":{"gtKnown":25.0,"top1Loc":0.0}}]} | deployed GT-known 25.0 Top-1 Loc 0.0
            {"state":"finished","results":[{"protocol":"pxap","metrics":{"pxap":50.0}}]} | pxap
            {"state":"finished","kind":"sweep"} | ``
            """)
    void each_state_says_how_far_it_is_or_what_came_of_it(String job, String said) throws JsonProcessingException {
        assertThat(Standing.of(Json.read(job))).isEqualTo(said.isEmpty() ? null : said);
    }

    @Test
    void a_long_failure_is_cut() throws JsonProcessingException {
        var text = "{\"state\":\"failed\",\"failure\":{\"code\":\"BAD_DATA\",\"message\":\"%s\"}}"
                .formatted("x".repeat(500));

        assertThat(Standing.of(Json.read(text)))
                .hasSize(80)
                .startsWith("BAD_DATA: xxx")
                .endsWith("xx...");
    }
}
