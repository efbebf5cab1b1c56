import dev.wsol.contract.wire.v1.ResultProto.EvaluationResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Every result there is, then each new one: java -cp 'infra/target/lib/*' examples/java/Results.java BOOTSTRAP [HOW_MANY] */
class Results {
    public static void main(String[] args) throws Exception {
        long left = args.length > 1 ? Long.parseLong(args[1]) : Long.MAX_VALUE;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", args[0],
                "group.id", "results-in-java", // its place is kept: the next start goes on from there
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed"); // results are written in transactions
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("wsol.results"));
            while (left > 0)
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    var r = EvaluationResult.parseFrom(record.value());
                    System.out.println(r.getProtocol().getName() + " on " + r.getDataset() + ": " + r.getMetricsMap());
                    left--;
                }
        }
    }
}
