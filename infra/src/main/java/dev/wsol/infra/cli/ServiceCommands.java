package dev.wsol.infra.cli;

import dev.wsol.coordinator.Coordinator;
import dev.wsol.coordinator.CoordinatorSettings;
import dev.wsol.evaluator.Evaluator;
import dev.wsol.evaluator.EvaluatorSettings;
import dev.wsol.infra.cli.terminal.Exit;
import dev.wsol.infra.cli.terminal.Shell;
import dev.wsol.worker.TrainWorker;
import dev.wsol.worker.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** Each service alone, configured by its environment, until it is told to stop. */
final class ServiceCommands {
    private ServiceCommands() {}

    /** By name, in the order in which help lists them. */
    static Map<String, Function<Shell, Object>> all() {
        var out = new LinkedHashMap<String, Function<Shell, Object>>();
        out.put("coordinator", OfCoordinator::new);
        out.put("worker", OfWorker::new);
        out.put("evaluator", OfEvaluator::new);
        return out;
    }

    @Command(
            name = "coordinator",
            description = "Run a coordinator: takes jobs over HTTP, keeps their state, hands them to workers.",
            footerHeading = "%nSettings (environment):%n",
            footer = {
                "  WSOL_KAFKA             host:port[,host:port] of Kafka; needed",
                "  WSOL_KAFKA_CONFIG      properties file with further client settings (TLS, SASL)",
                "  WSOL_HTTP_HOST, _PORT  where to listen (127.0.0.1, 8080)",
                "  WSOL_LEASE             how long a silent worker keeps its job (10s)",
                "  WSOL_CLAIM_PATIENCE    when an unclaimed job is offered again (60s)",
                "  WSOL_ALLOWED_FAILURES, WSOL_ALLOWED_LEASE_LOSSES   attempts before a job fails (3, 10)",
                "  WSOL_OWNER_LIMITS      jobs of a kind that an owner may have running: alice=2,*=8 (none)",
                "  WSOL_APPLICATION_ID, WSOL_SESSION_TIMEOUT, WSOL_STATE_DIR, WSOL_CONNECT_PATIENCE",
                "%nExample:%n  WSOL_KAFKA=kafka:9092 wsol coordinator"
            })
    private record OfCoordinator(Shell shell) implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            new Stopping(Coordinator.start(CoordinatorSettings.from(shell.env()))).await();
            return Exit.OK;
        }
    }

    @Command(
            name = "worker",
            description = "Run a GPU worker: takes train jobs and puts checkpoints into the object store.",
            footerHeading = "%nSettings (environment):%n",
            footer = {
                "  WSOL_KAFKA, WSOL_KAFKA_CONFIG   as for the coordinator",
                "  WSOL_S3_ENDPOINT, _REGION, _BUCKET, _ACCESS_KEY, _SECRET_KEY   the object store",
                "  WSOL_QUEUES       queues to serve, the preferred first (default)",
                "  WSOL_SLOTS        jobs at the same time (1)",
                "  WSOL_DEVICE       auto | cpu | cuda:N (auto)",
                "  WSOL_WORKER_NAME, WSOL_TEMP_DIR, WSOL_TRANSPORT (auto | share | classic), WSOL_MAX_PIXELS, WSOL_CACHE_MIB,",
                "  WSOL_WEIGHTS_DIR (~/.cache/wsol/weights)",
                "%nExample:%n  WSOL_KAFKA=kafka:9092 WSOL_S3_ENDPOINT=http://store:9000 WSOL_S3_ACCESS_KEY=.."
                        + " WSOL_S3_SECRET_KEY=.. wsol worker"
            })
    private record OfWorker(Shell shell) implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            var worker = TrainWorker.start(WorkerSettings.from(shell.env()));
            new Stopping(worker).await(worker.ended());
            return Exit.OK;
        }
    }

    @Command(
            name = "evaluator",
            description = "Run an evaluator: takes evaluate jobs, scores checkpoints, publishes results.",
            footerHeading = "%nSettings (environment):%n",
            footer = {
                "  WSOL_KAFKA, WSOL_KAFKA_CONFIG, WSOL_S3_..., WSOL_QUEUES, WSOL_DEVICE, WSOL_WORKER_NAME,",
                "  WSOL_TEMP_DIR, WSOL_TRANSPORT, WSOL_MAX_PIXELS   as for the worker",
                "  WSOL_KEEP_COUNTS_EVERY   work after which counts are stored for another evaluator to go on from (30s)",
                "%nExample:%n  WSOL_KAFKA=kafka:9092 WSOL_S3_ENDPOINT=http://store:9000 wsol evaluator"
            })
    private record OfEvaluator(Shell shell) implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            var evaluator = Evaluator.start(EvaluatorSettings.from(shell.env()));
            new Stopping(evaluator).await(evaluator.ended());
            return Exit.OK;
        }
    }
}
