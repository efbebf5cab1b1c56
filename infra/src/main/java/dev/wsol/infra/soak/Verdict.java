package dev.wsol.infra.soak;

import java.util.List;
import java.util.Map;

/**
 * What a soak has shown.
 *
 * @param accepted jobs, those made by other jobs included
 * @param ended of these, in whatever way
 * @param failed of these, because the store was away too often
 * @param lost accepted and not ended
 * @param doubled ends, results, grants or checkpoints that came a second time
 * @param staleAccepted events that repeat the word of an epoch that is over
 * @param kills processes ended as by {@code kill -9}
 * @param storeOutages times for which no request to the store was served
 * @param storeDelays requests to the store that were held back
 * @param storeFailures requests to the store that failed, whether or not it had served them
 * @param copies messages that were said twice
 * @param uploadsCleaned multipart uploads that killed workers left behind, removed by the clean-up that workers do
 * @param violations each in words; empty when every promise was kept
 */
public record Verdict(
        int accepted,
        int ended,
        int failed,
        int lost,
        int doubled,
        int staleAccepted,
        int kills,
        Map<String, Integer> killsByRole,
        int freezes,
        int storeOutages,
        int storeDelays,
        int storeFailures,
        int copies,
        int uploadsCleaned,
        double seconds,
        List<String> violations) {}
