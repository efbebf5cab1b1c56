package dev.wsol.infra.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The map of the house, five sentences. */
class HouseTest {
    private static final List<String> SERVICES = List.of("coordinator", "worker", "evaluator");
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.wsol");

    @Test
    void arrows_go_one_way() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.wsol..")
                .layer("contract")
                .definedBy("dev.wsol.contract..")
                .layer("vision")
                .definedBy("dev.wsol.vision..")
                .layer("coordinator")
                .definedBy("dev.wsol.coordinator..")
                .layer("worker")
                .definedBy("dev.wsol.worker..")
                .layer("evaluator")
                .definedBy("dev.wsol.evaluator..")
                .layer("infra")
                .definedBy("dev.wsol.infra..")
                .whereLayer("infra")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("evaluator")
                .mayOnlyBeAccessedByLayers("infra")
                .whereLayer("worker")
                .mayOnlyBeAccessedByLayers("infra")
                .whereLayer("coordinator")
                .mayOnlyBeAccessedByLayers("infra")
                .whereLayer("vision")
                .mayOnlyBeAccessedByLayers("worker", "evaluator", "infra")
                .whereLayer("contract")
                .mayOnlyBeAccessedByLayers("vision", "coordinator", "worker", "evaluator", "infra")
                .check(HOUSE);
    }

    @Test
    void services_meet_in_messages_only() {
        for (var service : SERVICES) {
            var others = SERVICES.stream()
                    .filter(s -> !s.equals(service))
                    .map(s -> "dev.wsol." + s + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.wsol." + service + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(HOUSE);
        }
    }

    @Test
    void metrics_know_only_score_maps_and_plain_java() {
        classes()
                .that()
                .resideInAPackage("dev.wsol.evaluator.metric..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.wsol.evaluator.metric..", "dev.wsol.vision.map..", "java..")
                .check(HOUSE);
    }

    @Test
    void protobuf_stops_at_the_codec() {
        noClasses()
                .that()
                .resideInAPackage("dev.wsol..")
                .and()
                .resideOutsideOfPackage("dev.wsol.contract.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "dev.wsol.contract.wire.v1..")
                .check(HOUSE);
    }

    @Test
    void commands_that_ask_a_coordinator_speak_http_only() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.wsol.infra.cli.client..", "dev.wsol.infra.cli.terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "software.amazon..",
                        "ai.djl..",
                        "dev.wsol.coordinator..",
                        "dev.wsol.worker..",
                        "dev.wsol.evaluator..",
                        "dev.wsol.vision..",
                        "dev.wsol.contract.wire..")
                .check(HOUSE);
    }
}
