package dev.skald.acceptance;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The directions between modules, and what the pure ones must never do. */
class ArchitectureTest {

    /** Whom each module may use. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("asl", Set.of()),
            Map.entry("core", Set.of("asl")),
            Map.entry("engine", Set.of("asl", "core")),
            Map.entry("sql", Set.of("asl", "core", "engine")),
            Map.entry("tasks", Set.of("asl", "core", "engine")),
            Map.entry("parquet", Set.of("asl", "engine", "tasks")),
            Map.entry("participant", Set.of()),
            Map.entry("testkit", Set.of("asl", "core", "engine")),
            Map.entry("server", Set.of("asl", "core", "engine", "tasks")),
            Map.entry("deploy", Set.of("asl", "core", "engine", "tasks", "server")),
            Map.entry(
                    "cli", Set.of("asl", "core", "engine", "sql", "tasks", "parquet", "testkit", "server", "deploy")));

    private static final JavaClasses SKALD = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.skald");

    @TestFactory
    Stream<DynamicTest> shouldDependInOneDirection() {
        return MAY_USE.keySet().stream()
                .sorted()
                .map(module ->
                        DynamicTest.dynamicTest(module, () -> direction(module).check(SKALD)));
    }

    @Test
    void shouldKeepCorePure() {
        noInputOrOutput("dev.skald.core..").check(SKALD);
        noConcurrency("dev.skald.core..").check(SKALD);
        noClockOrRandomness("dev.skald.core..").check(SKALD);
    }

    @Test
    void shouldKeepAslPure() {
        noInputOrOutput("dev.skald.asl..").check(SKALD);
        noThreads("dev.skald.asl..").check(SKALD);
        noClockOrRandomness("dev.skald.asl..").check(SKALD);
    }

    @Test
    void shouldNoticeEachBreach() {
        JavaClasses samples = new ClassFileImporter().importClasses(Impure.class, Outwards.class, TreeSet.class);
        String here = "dev.skald.acceptance..";
        assertThat(noInputOrOutput(here).evaluate(samples).getFailureReport().getDetails())
                .anyMatch(breach -> breach.contains("java.nio.file.Files"))
                .anyMatch(breach -> breach.contains("java.io.PrintStream"));
        assertThat(noConcurrency(here).evaluate(samples).getFailureReport().getDetails())
                .anyMatch(breach -> breach.contains("ConcurrentHashMap"));
        assertThat(noThreads(here).evaluate(samples).getFailureReport().getDetails())
                .anyMatch(breach -> breach.contains("java.lang.Thread"));
        assertThat(noClockOrRandomness(here)
                        .evaluate(samples)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(breach -> breach.contains("Instant.now()"))
                .anyMatch(breach -> breach.contains("System.nanoTime()"))
                .anyMatch(breach -> breach.contains("UUID.randomUUID()"))
                .anyMatch(breach -> breach.contains("java.util.Random"));
        assertThat(independence(here, "java.util..").evaluate(samples).hasViolation())
                .isTrue();
        assertThat(independence(here, "java.sql..").evaluate(samples).hasViolation())
                .isFalse();
    }

    private static ArchRule direction(String module) {
        String[] forbidden = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(module) && !MAY_USE.get(module).contains(other))
                .map(other -> "dev.skald." + other + "..")
                .toArray(String[]::new);
        return independence("dev.skald." + module + "..", forbidden);
    }

    private static ArchRule independence(String classes, String... others) {
        // No module is forbidden to cli: a rule without packages would be refused.
        DescribedPredicate<JavaClass> forbidden =
                others.length == 0 ? DescribedPredicate.alwaysFalse() : resideInAnyPackage(others);
        return noClasses().that().resideInAPackage(classes).should().dependOnClassesThat(forbidden);
    }

    private static ArchRule noInputOrOutput(String classes) {
        DescribedPredicate<JavaClass> inMemory = belongToAnyOf(
                IOException.class,
                UncheckedIOException.class,
                StringReader.class,
                StringWriter.class,
                java.io.Reader.class,
                java.io.InputStream.class,
                java.io.Writer.class,
                java.io.Serializable.class,
                java.io.ByteArrayOutputStream.class,
                java.io.OutputStream.class);
        return noClasses()
                .that()
                .resideInAPackage(classes)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.sql..",
                                "javax.sql..",
                                "java.util.logging..",
                                "org.slf4j..")
                        .and(DescribedPredicate.not(inMemory)))
                .because("it does no I/O and does not log");
    }

    private static ArchRule noConcurrency(String classes) {
        return noClasses()
                .that()
                .resideInAPackage(classes)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.util.concurrent..").or(threads()))
                .because("one command at a time reaches it");
    }

    private static ArchRule noThreads(String classes) {
        return noClasses()
                .that()
                .resideInAPackage(classes)
                .should()
                .dependOnClassesThat(threads())
                .because("it starts nothing and waits for nothing");
    }

    private static ArchRule noClockOrRandomness(String classes) {
        DescribedPredicate<JavaClass> sources = belongToAnyOf(
                java.time.Clock.class,
                java.util.Random.class,
                java.util.SplittableRandom.class,
                java.util.concurrent.ThreadLocalRandom.class);
        return noClasses()
                .that()
                .resideInAPackage(classes)
                .should()
                .dependOnClassesThat(sources)
                .orShould()
                .callMethodWhere(target(nameMatching("now")).and(target(owner(resideInAnyPackage("java.time..")))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .because("instants and random draws are handed in, so that a seed repeats a run");
    }

    private static DescribedPredicate<JavaClass> threads() {
        return belongToAnyOf(
                Thread.class,
                java.util.concurrent.Executor.class,
                java.util.concurrent.Executors.class,
                java.util.concurrent.ExecutorService.class,
                java.util.concurrent.CompletableFuture.class,
                java.util.concurrent.locks.LockSupport.class);
    }

    @SuppressWarnings("unused")
    private static final class Impure {
        private final Map<String, Instant> seen = new java.util.concurrent.ConcurrentHashMap<>();

        void breaks() throws IOException, InterruptedException {
            seen.put(java.util.UUID.randomUUID().toString(), Instant.now());
            System.out.println(System.nanoTime() + new java.util.Random().nextInt());
            Thread.sleep(java.nio.file.Files.size(java.nio.file.Path.of("")));
        }
    }

    @SuppressWarnings("unused")
    private static final class Outwards {
        private final Set<String> names = new TreeSet<>();
    }
}
