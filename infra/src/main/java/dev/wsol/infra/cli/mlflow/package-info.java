/** Runs in an MLflow tracking server, over its REST API 2.0. Start at {@link dev.wsol.infra.cli.mlflow.Exporter}. */
package dev.wsol.infra.cli.mlflow;
