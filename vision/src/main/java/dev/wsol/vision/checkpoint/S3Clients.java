package dev.wsol.vision.checkpoint;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK's blocking client, set up so that any S3 store will do. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private S3Clients() {}

    static S3Client open(StoreSettings settings) {
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(true)
                // whole bodies with their SHA-256 in the signature: understood by every store, wrong bytes refused
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                // stores other than AWS often refuse the newer trailing checksums; MD5 and SHA-256 are sent instead
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(settings.timeout()))
                .overrideConfiguration(o -> o.retryStrategy(retries(settings)));
        if (settings.endpoint() != null) builder.endpointOverride(settings.endpoint());
        if (settings.accessKey() == null)
            builder.credentialsProvider(DefaultCredentialsProvider.builder().build());
        else
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())));
        return builder.build();
    }

    private static StandardRetryStrategy retries(StoreSettings settings) {
        var backoff = BackoffStrategy.exponentialDelay(settings.firstWait(), LONGEST_WAIT);
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(settings.attempts())
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .circuitBreakerEnabled(false) // one job's bad luck must not shorten another's retries
                .build();
    }
}
