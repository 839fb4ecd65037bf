package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.ServiceException;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class DeployerTest {
    private static final String ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:";
    private static final Application WHOLE = Samples.whole();

    @TempDir
    private Path folder = Path.of("");

    private final NotedSite site = new NotedSite();

    /** Notes what it is given, and has machines as the API has them. */
    private static final class NotedSite implements Site {
        private final List<String> done = new ArrayList<>();
        private final Map<String, String> machines = new HashMap<>();
        private String failing = "";

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
            if (operation.equals(failing)) throw new ServiceException("ServiceUnavailable", "not now");
            String arn = request.path("stateMachineArn")
                    .asString(ARN + request.path("name").asString(""));
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            switch (operation) {
                case "CreateStateMachine" -> create(arn, request);
                case "UpdateStateMachine" ->
                    machines.put(arn, request.path("definition").asString());
                case "DeleteStateMachine" -> machines.remove(arn);
                case "DescribeStateMachine" -> answer.put("type", "STANDARD");
                default -> answer.put("left", "out");
            }
            done.add(operation);
            return answer;
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
            done.add("triggers " + triggers.size());
        }

        @Override
        public void connections(List<Connection> connections) {
            done.add("connections " + connections.size());
        }

        @Override
        public void events(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
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
        List<FunctionDefinition> none = List.of();
        return new Application(
                name,
                "dev",
                "us-east-1",
                List.of(),
                List.of(),
                none,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Application withDefinition(String definition) {
        Machine machine = new Machine("order", "STANDARD", definition, null, Map.of());
        Application bare = empty("shop");
        return new Application(
                "shop",
                "dev",
                "us-east-1",
                List.of(machine),
                List.of(),
                bare.functions(),
                List.of(),
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
                        "events of shop-dev 2",
                        "triggers 2");
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
