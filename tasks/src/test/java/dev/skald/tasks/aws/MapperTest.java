package dev.skald.tasks.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every member of every request and answer of the bundled services, there and back. */
class MapperTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Shapes may hold themselves: attribute values, for one. */
    private static final int DEPTH_MAX = 3;

    private final ServiceClasses classes = new ServiceClasses(null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb",
                "dynamodbstreams",
                "s3",
                "sqs",
                "sns",
                "eventbridge",
                "lambda",
                "secretsmanager",
                "ssm",
                "ecs"
            })
    void shouldKeepEveryMember(String service) throws Exception {
        List<SdkPojo> shapes = new ArrayList<>();
        for (Method method : classes.find(service).getMethods()) {
            if (method.getParameterCount() != 1 || !AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
                continue;
            shapes.add(builder(method.getParameterTypes()[0]));
            if (SdkResponse.class.isAssignableFrom(method.getReturnType())) shapes.add(builder(method.getReturnType()));
        }
        assertThat(shapes).hasSizeGreaterThan(6);
        Blobs blobs = Blobs.of(service);
        for (SdkPojo shape : shapes) assertKept(shape, blobs);
    }

    private static SdkPojo builder(Class<?> type) throws ReflectiveOperationException {
        return (SdkPojo) type.getMethod("builder").invoke(null);
    }

    private static void assertKept(SdkPojo shape, Blobs blobs) throws Exception {
        JsonNode sample = sample(shape, DEPTH_MAX);

        new RequestReader(blobs).read(sample, shape, "token");
        SdkPojo built = (SdkPojo) ((Buildable) shape).build();

        assertThat((JsonNode) new ResponseWriter(blobs).write(built))
                .as(shape.getClass().getName())
                .isEqualTo(sample);
    }

    /** A value for each member, one item in each list and map. */
    private static ObjectNode sample(SdkPojo shape, int depth) {
        ObjectNode sample = JSON.objectNode();
        shape.sdkFields().stream()
                .sorted((a, b) -> RequestReader.shownName(a).compareTo(RequestReader.shownName(b)))
                .filter(field -> depth > 0 || isPlain(field))
                .forEach(field -> sample.set(RequestReader.shownName(field), value(field, depth - 1)));
        return sample;
    }

    private static boolean isPlain(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO, LIST, MAP -> false;
            default -> true;
        };
    }

    private static JsonNode value(SdkField<?> field, int depth) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> JSON.stringNode("text");
            case BOOLEAN -> JSON.booleanNode(true);
            case INTEGER -> JSON.numberNode(7);
            case LONG -> JSON.numberNode(7L);
            case SHORT -> JSON.numberNode((short) 7);
            case BYTE -> JSON.numberNode((byte) 7);
            case FLOAT -> JSON.numberNode(0.5f);
            case DOUBLE -> JSON.numberNode(0.5);
            case BIG_DECIMAL -> JSON.numberNode(new BigDecimal("0.5"));
            case INSTANT -> JSON.stringNode("2026-01-02T03:04:05.678Z");
            case SDK_BYTES -> JSON.stringNode("AAEC");
            case DOCUMENT -> JSON.objectNode().put("a", true);
            case SDK_POJO -> sample(field.constructor().get(), depth);
            case LIST -> JSON.arrayNode().add(value(item(field), depth));
            case MAP -> JSON.objectNode().set("key", value(entry(field), depth));
            case NULL -> throw new AssertionError(field.memberName());
        };
    }

    private static SdkField<?> item(SdkField<?> list) {
        return list.getRequiredTrait(ListTrait.class).memberFieldInfo();
    }

    private static SdkField<?> entry(SdkField<?> map) {
        return map.getRequiredTrait(MapTrait.class).valueFieldInfo();
    }

    @Test
    void shouldKeepDocuments() {
        JsonNode value = new JsonMapper().readTree("{\"a\":[1.5,\"x\",true,null,{\"b\":{}}]}");

        assertThat(Documents.json(Documents.document(value))).hasToString(value.toString());
    }

    @Test
    void shouldWriteBytesThatAreNoTextAsBase64() {
        assertThat(Blobs.TEXT.string(new byte[] {(byte) 0xff, 0})).isEqualTo("/wA=");
        assertThat(Blobs.TEXT.string("grün".getBytes(StandardCharsets.UTF_8))).isEqualTo("grün");
    }

    @Test
    void shouldNotLookForServicesElsewhere() {
        for (String name : List.of("", "..", "dynamodb/streams", "Dynamodb", "x".repeat(65)))
            assertThatThrownBy(() -> classes.find(name)).isInstanceOf(UnknownService.class);
    }
}
