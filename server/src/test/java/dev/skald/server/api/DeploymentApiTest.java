package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DeploymentApiTest {
    private final List<String> asked = new ArrayList<>();
    private final DeploymentApi api = new DeploymentApi(new Noted());

    private final class Noted implements Deployments {
        @Override
        public ObjectNode list() {
            return note("list");
        }

        @Override
        public ObjectNode describe(String name) {
            return note("describe " + name);
        }

        @Override
        public ObjectNode deploy(ObjectNode application, boolean dryRun) {
            return note("deploy " + application + " " + dryRun);
        }

        @Override
        public ObjectNode remove(String name, boolean dryRun) {
            return note("remove " + name + " " + dryRun);
        }

        private ObjectNode note(String what) {
            asked.add(what);
            return JsonReader.newObject().put("done", what);
        }
    }

    private static BodyMembers body(String json) {
        return new BodyMembers(
                JsonReader.object(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    @Test
    void shouldPassOnWhatIsAsked() {
        JsonWriter out = new JsonWriter();
        assertThat(api.route(new String[] {"deployments"}, out)).isTrue();
        assertThat(new String(out.end(), StandardCharsets.UTF_8)).isEqualTo("{\"done\":\"list\"}");
        assertThat(api.route(new String[] {"deployments", "shop-dev"}, new JsonWriter()))
                .isTrue();
        assertThat(api.route(new String[] {"deployments"}, body("{\"application\":{\"a\":1}}"), new JsonWriter()))
                .isTrue();
        String[] remove = {"deployments", "shop-dev", "remove"};
        assertThat(api.route(remove, body("{\"dryRun\":true}"), new JsonWriter()))
                .isTrue();

        assertThat(asked)
                .containsExactly("list", "describe shop-dev", "deploy {\"a\":1} false", "remove shop-dev true");
    }

    @Test
    void shouldLeaveOtherPathsAlone() {
        assertThat(api.route(new String[] {"status"}, new JsonWriter())).isFalse();
        assertThat(api.route(new String[] {"deployments", "a", "remove"}, new JsonWriter()))
                .isFalse();
        assertThat(api.route(new String[] {"deployments", "a"}, body("{}"), new JsonWriter()))
                .isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> api.route(new String[] {"deployments"}, body("{\"dryRun\":true}"), new JsonWriter()))
                .hasMessage("'application' is missing.");
        assertThatThrownBy(() -> api.route(
                        new String[] {"deployments"}, body("{\"application\":{},\"dry\":true}"), new JsonWriter()))
                .hasMessageContaining("There is no member 'dry'");
    }

    @Test
    void shouldDeployNothingWhereNothingCanBe() {
        assertThat(Deployments.NONE.list().path("deployments").isEmpty()).isTrue();
        assertThatThrownBy(() -> Deployments.NONE.deploy(JsonReader.newObject(), false))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("UnsupportedOperation"));
        assertThatThrownBy(() -> Deployments.NONE.remove("a", false))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("DeploymentDoesNotExist"));
    }
}
