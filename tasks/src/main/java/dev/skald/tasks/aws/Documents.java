package dev.skald.tasks.aws;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.document.DocumentVisitor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The SDK's untyped values, which some members hold, are JSON by another name. */
final class Documents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Documents() {}

    static Document document(JsonNode value) {
        if (value.isObject()) return map(value);
        if (value.isArray()) return list(value);
        if (value.isNumber()) return Document.fromNumber(value.decimalValue());
        if (value.isBoolean()) return Document.fromBoolean(value.booleanValue());
        return value.isNull() ? Document.fromNull() : Document.fromString(value.stringValue());
    }

    private static Document map(JsonNode value) {
        Map<String, Document> members = new LinkedHashMap<>();
        value.properties().forEach(member -> members.put(member.getKey(), document(member.getValue())));
        return Document.fromMap(members);
    }

    private static Document list(JsonNode value) {
        List<Document> items = new ArrayList<>();
        value.forEach(item -> items.add(document(item)));
        return Document.fromList(items);
    }

    static JsonNode json(Document document) {
        return document.accept(TO_JSON);
    }

    private static final DocumentVisitor<JsonNode> TO_JSON = new DocumentVisitor<>() {
        @Override
        public JsonNode visitNull() {
            return JSON.nullNode();
        }

        @Override
        public JsonNode visitBoolean(Boolean value) {
            return JSON.booleanNode(value);
        }

        @Override
        public JsonNode visitString(String value) {
            return JSON.stringNode(value);
        }

        @Override
        public JsonNode visitNumber(SdkNumber value) {
            return JSON.numberNode(new BigDecimal(value.stringValue()));
        }

        @Override
        public JsonNode visitMap(Map<String, Document> members) {
            ObjectNode object = JSON.objectNode();
            members.forEach((name, value) -> object.set(name, json(value)));
            return object;
        }

        @Override
        public JsonNode visitList(List<Document> items) {
            ArrayNode array = JSON.arrayNode();
            items.forEach(item -> array.add(json(item)));
            return array;
        }
    };
}
