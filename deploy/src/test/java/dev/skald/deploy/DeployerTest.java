package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.engine.ServiceException;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DeployerTest {
    private static final String ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:";
    private static final String PASSING = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
    private static final Application WHOLE = Samples.whole();

    @TempDir
    private Path folder = Path.of("");

    private final NotedSite site = new NotedSite();

    /** Notes what it is given, and has machines as the API has them. */
    private static final class NotedSite implements Site {
        private final List<String> done = new ArrayList<>();
        private final Map<String, String> machines = new HashMap<>();
        private final Map<String, ObjectNode> requests = new HashMap<>();
        private String failing = "";
        private String objection = "";

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public String accountId() {
            return "000000000000";
        }

        @Override
        public ObjectNode perform(String operation, ObjectNode request) {
            fail(operation);
            String arn = request.path("stateMachineArn")
                    .asString(ARN + request.path("name").asString(""));
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            switch (operation) {
                case "CreateStateMachine" -> create(arn, request);
                case "UpdateStateMachine" ->
                    machines.put(arn, request.path("definition").asString());
                case "DeleteStateMachine" -> machines.remove(arn);
                case "DescribeStateMachine" -> describe(arn, answer);
                default -> answer.put("left", "out");
            }
            requests.put(operation, request);
            if (!operation.equals("DescribeStateMachine")) done.add(operation);
            return answer;
        }

        private void fail(String step) {
            if (step.equals(failing)) throw new ServiceException("ServiceUnavailable", "not now");
        }

        private void describe(String arn, ObjectNode answer) {
            if (!machines.containsKey(arn)) throw new ServiceException("StateMachineDoesNotExist", arn);
            answer.put("type", "STANDARD");
        }

        private void create(String arn, ObjectNode request) {
            String definition = request.path("definition").asString();
            String there = machines.putIfAbsent(arn, definition);
            if (there != null && !there.equals(definition))
                throw new ServiceException("StateMachineAlreadyExists", arn);
        }

        @Override
        public List<Notice> create(List<Resource> resources) {
            done.add("resources " + resources.size());
            return List.of();
        }

        @Override
        public void functions(List<FunctionDefinition> functions) {
            done.add("functions " + functions.size());
        }

        @Override
        public void triggers(List<HttpTrigger> triggers, List<ApiKey> keys) {
            fail("triggers");
            done.add("triggers " + triggers.size());
        }

        @Override
        public void connections(List<Connection> connections) {
            done.add("connections " + connections.size());
        }

        @Override
        public void checkEvents(
                String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
            if (!objection.isEmpty()) throw new ServiceException("InvalidEventPatternException", objection);
        }

        @Override
        public void events(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
            fail("events");
            done.add("events of " + application + " " + (rules.size() + schedules.size()));
        }

        @Override
        public List<String> addresses() {
            return List.of("POST http://127.0.0.1:3000/orders");
        }
    }

    private Deployer deployer() {
        return new Deployer(site, new KeptApplications(folder.resolve("deployments")));
    }

    private static Application called(String name, Application like) {
        return new Application(
                name,
                like.stage(),
                like.region(),
                like.machines(),
                like.activities(),
                like.functions(),
                like.triggers(),
                like.apiKeys(),
                like.buses(),
                like.rules(),
                like.schedules(),
                like.connections(),
                like.resources(),
                like.notices());
    }

    private static Application empty(String name) {
        return of(name, List.of(), List.of());
    }

    private static Application withDefinition(String definition) {
        return with(new Machine("order", "STANDARD", definition, null, Map.of()));
    }

    private static Application with(Machine machine) {
        return of("shop", List.of(machine), List.of());
    }

    private static Application reading(String name, String path) {
        return of(name, List.of(), List.of(start(path, Map.of())));
    }

    private static HttpTrigger start(String path, Map<String, String> templates) {
        var machine = new HttpTrigger.Target.Machine("order", null, templates, false, List.of(), Map.of(), null);
        return new HttpTrigger("order http " + path, HttpTrigger.Flavour.REST, "GET", path, false, null, machine);
    }

    private static Application of(String name, List<Machine> machines, List<HttpTrigger> triggers) {
        return new Application(
                name,
                "dev",
                "us-east-1",
                machines,
                List.of(),
                List.of(),
                triggers,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void shouldPutTriggersInPlaceAfterWhatTheyLeadTo() {
        ObjectNode answer = deployer().deploy(WHOLE, false);
        assertThat(site.done)
                .containsExactly(
                        "resources 1",
                        "connections 1",
                        "functions 1",
                        "CreateActivity",
                        "CreateStateMachine",
                        "TagResource",
                        "triggers 2",
                        "events of shop-dev 2");
        assertThat(answer.path("difference").path("created").size()).isEqualTo(11);
        assertThat(answer.path("addresses").get(0).asString()).isEqualTo("POST http://127.0.0.1:3000/orders");
    }

    @Test
    void shouldDoNothingInADryRun() {
        deployer().deploy(WHOLE, true);
        assertThat(site.done).isEmpty();
        assertThat(Files.exists(folder.resolve("deployments"))).isFalse();
    }

    @Test
    void shouldUpdateWhatChanged() {
        Deployer deployer = deployer();
        deployer.deploy(WHOLE, false);
        String other = "{\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":\"Succeed\"}}}";
        deployer.deploy(withDefinition(other), false);
        assertThat(site.machines).containsEntry(ARN + "order", other);
        deployer.deploy(empty("shop"), false);
        assertThat(site.machines).isEmpty();
    }

    @Test
    void shouldTakeIntoServiceWhatWasDeployedBefore() throws Exception {
        deployer().deploy(WHOLE, false);
        site.done.clear();
        Deployer again = deployer();
        again.restore();
        assertThat(site.done).containsExactly("events of shop-dev 2", "connections 1", "functions 1", "triggers 2");
        assertThat(again.describe("shop-dev")).isEqualTo(ApplicationJson.tree(WHOLE));
        assertThat(again.list().path("deployments").get(0).path("name").asString())
                .isEqualTo("shop-dev");
    }

    @Test
    void shouldDeployAgainAfterAFailure() {
        Deployer deployer = deployer();
        site.failing = "CreateStateMachine";
        assertThatThrownBy(() -> deployer.deploy(WHOLE, false)).hasMessage("not now");
        assertThat(Files.exists(folder.resolve("deployments/shop-dev.json"))).isFalse();
        assertThat(deployer.list().path("deployments").isEmpty()).isTrue();
        site.failing = "";
        deployer.deploy(WHOLE, false);
        assertThat(Files.exists(folder.resolve("deployments/shop-dev.json"))).isTrue();
        assertThat(site.machines).containsOnlyKeys(ARN + "order");
    }

    @Test
    void shouldRefuseBeforeAnythingChangesWhatNobodyCanServe() {
        Application badTemplate =
                of("shop", List.of(), List.of(start("/a", Map.of("application/json", "#if($input.body)"))));
        Application onePathTwice =
                of("shop", List.of(), List.of(start("/x/{id}", Map.of()), start("/x/{name}", Map.of())));
        Application badName = with(new Machine("or/der", "STANDARD", "{}", null, Map.of()));
        for (Application bad : List.of(badTemplate, onePathTwice, badName))
            for (boolean dryRun : new boolean[] {true, false})
                assertThatThrownBy(() -> deployer().deploy(bad, dryRun))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContainingAll(bad == badName ? "or/der" : "order http");
        site.objection = "Event pattern is not valid.";
        for (boolean dryRun : new boolean[] {true, false})
            assertThatThrownBy(() -> deployer().deploy(WHOLE, dryRun))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            e -> assertThat(e.code()).isEqualTo("InvalidEventPatternException"));
        assertThat(site.done).isEmpty();
        assertThat(Files.exists(folder.resolve("deployments"))).isFalse();
    }

    @Test
    void shouldTellAllThatIsWrongAtOnce() {
        site.objection = "Event pattern is not valid.";
        Application bad = of(
                "shop", List.of(new Machine("a/b", "STANDARD", "{}", null, Map.of())), List.of(start("/{", Map.of())));
        assertThatThrownBy(() -> deployer().deploy(bad, true)).hasMessageContainingAll("a/b", "/{", site.objection);
    }

    @Test
    void shouldRefuseAnotherTypeOfAMachineBeforeAnythingChanges() {
        Deployer deployer = deployer();
        deployer.deploy(WHOLE, false);
        site.done.clear();
        Machine express =
                new Machine("order", "EXPRESS", WHOLE.machines().getFirst().definition(), null, Map.of());
        assertThatThrownBy(() -> deployer.deploy(with(express), true)).hasMessageContaining("cannot become EXPRESS");
        assertThat(site.done).isEmpty();
    }

    @Test
    void shouldRefuseThePathOfAnotherWhateverItsParametersAreCalled() {
        Deployer deployer = deployer();
        deployer.deploy(reading("one", "/x/{a}"), false);
        assertThatThrownBy(() -> deployer.deploy(reading("two", "/x/{b}"), true))
                .hasMessage("GET /x/{b} belongs to one-dev");
    }

    @ParameterizedTest
    @ValueSource(strings = {"triggers", "events", "CreateActivity"})
    void shouldTakeBackWhatCannotBePutInPlace(String step) {
        Deployer deployer = deployer();
        site.failing = step;
        assertThatThrownBy(() -> deployer.deploy(WHOLE, false)).hasMessage("not now");
        assertThat(site.machines).isEmpty();
        assertThat(deployer.list().path("deployments").isEmpty()).isTrue();
        assertThat(Files.exists(folder.resolve("deployments/shop-dev.json"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"triggers", "events", "CreateActivity", "DeleteStateMachine"})
    void shouldKeepWhatWasThereWhenItsSuccessorFails(String step) throws Exception {
        Deployer deployer = deployer();
        Machine first = new Machine("order", "STANDARD", PASSING, null, Map.of());
        deployer.deploy(with(first), false);
        String kept = Files.readString(folder.resolve("deployments/shop-dev.json"));
        Machine other = new Machine("other", "STANDARD", PASSING, null, Map.of());
        Application next = Samples.with(WHOLE, List.of(), List.of());
        Application after = step.equals("DeleteStateMachine") ? with(other) : next;
        site.failing = step;
        assertThatThrownBy(() -> deployer.deploy(after, false)).hasMessage("not now");
        assertThat(site.machines).containsEntry(ARN + "order", PASSING);
        assertThat(Files.readString(folder.resolve("deployments/shop-dev.json")))
                .isEqualTo(kept);
        assertThat(deployer.describe("shop-dev").path("triggers").isEmpty()).isTrue();
    }

    @Test
    void shouldStartWithoutAnApplicationThatCannotBeServed() throws Exception {
        KeptApplications kept = new KeptApplications(folder.resolve("deployments"));
        kept.put(of("bad", List.of(), List.of(start("/{", Map.of()))));
        kept.put(WHOLE);
        Deployer deployer = deployer();
        assertThat(deployer.restore()).singleElement().asString().contains("bad-dev is not in service", "/{");
        assertThat(site.done).contains("triggers 2");
        assertThat(deployer.list().path("deployments").toString()).contains("\"problem\":");

        deployer.deploy(reading("bad", "/good"), false);
        assertThat(deployer.list().path("deployments").toString()).doesNotContain("problem");
        assertThat(site.done).contains("triggers 3");
    }

    @Test
    void shouldStartWithoutAnApplicationWhoseRulesAreRefused() throws Exception {
        deployer().deploy(WHOLE, false);
        site.objection = "not that rule";
        site.done.clear();
        Deployer deployer = deployer();
        assertThat(deployer.restore()).containsExactly("shop-dev is not in service: not that rule");
        assertThat(site.done).containsExactly("connections 0", "functions 0", "triggers 0");
        deployer.remove("shop-dev", false);
        assertThat(Files.exists(folder.resolve("deployments/shop-dev.json"))).isFalse();
    }

    @Test
    void shouldTakeAwayTagsAndLoggingThatLeaveTheProject() {
        Deployer deployer = deployer();
        deployer.deploy(WHOLE, false);
        site.done.clear();
        deployer.deploy(withDefinition(PASSING), false);
        assertThat(site.requests.get("UpdateStateMachine").toString())
                .contains("\"loggingConfiguration\":{\"level\":\"OFF\"");
        assertThat(site.requests.get("UntagResource").path("tagKeys").toString())
                .isEqualTo("[\"team\"]");
        assertThat(site.done).doesNotContain("TagResource");
    }

    @Test
    void shouldLetOnlyTheOwnerReadWhatIsKept() throws Exception {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "files have owners");
        Path file = folder.resolve("deployments/shop-dev.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        Files.writeString(file.resolveSibling("shop-dev.json.new"), "of a crash");
        deployer().deploy(WHOLE, false);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldRefuseDefinitionsThatAreInvalid() {
        assertThatThrownBy(() -> deployer().deploy(withDefinition("{\"StartAt\":\"B\",\"States\":{}}"), false))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("InvalidDefinition"))
                .hasMessageStartingWith("order: ");
        assertThat(site.done).isEmpty();
    }

    @Test
    void shouldRefuseWhatAnotherApplicationHas() {
        Deployer deployer = deployer();
        deployer.deploy(WHOLE, false);
        assertThatThrownBy(() -> deployer.deploy(called("other", WHOLE), false))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("ConflictException"))
                .hasMessageContaining("state machine order belongs to shop-dev")
                .hasMessageContaining("POST /orders belongs to shop-dev");
        deployer.remove("shop-dev", false);
        deployer.deploy(called("other", WHOLE), false);
    }

    @Test
    void shouldRefuseNamesThatNoFileCanHave() {
        for (String name : new String[] {"../shop", "", "a/b", ".shop"})
            assertThatThrownBy(() -> deployer().deploy(empty(name), false))
                    .as(name)
                    .isInstanceOfSatisfying(
                            ServiceException.class, e -> assertThat(e.code()).isEqualTo("InvalidName"));
    }

    @Test
    void shouldRemoveAllThatWasDeployed() {
        Deployer deployer = deployer();
        deployer.deploy(WHOLE, false);
        site.done.clear();
        ObjectNode answer = deployer.remove("shop-dev", false);
        assertThat(answer.path("difference").path("removed").size()).isEqualTo(11);
        assertThat(site.done)
                .containsExactly(
                        "events of shop-dev 0", "connections 0", "functions 0", "triggers 0", "DeleteStateMachine");
        assertThat(Files.exists(folder.resolve("deployments/shop-dev.json"))).isFalse();
        assertThatThrownBy(() -> deployer.remove("shop-dev", false)).hasMessageContaining("no deployment 'shop-dev'");
    }

    @Test
    void shouldRefuseToStartWithAnApplicationThatCannotBeRead() throws Exception {
        Files.createDirectories(folder.resolve("deployments"));
        Files.writeString(folder.resolve("deployments/shop-dev.json"), "{}");
        assertThatThrownBy(() -> deployer().restore()).hasMessageContaining("shop-dev.json is no deployed application");
    }
}
