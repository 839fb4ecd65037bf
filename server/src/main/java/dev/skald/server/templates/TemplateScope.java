package dev.skald.server.templates;

import java.util.HashMap;
import java.util.Map;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.ReferenceInsertionEventHandler;
import org.apache.velocity.context.AbstractContext;
import org.apache.velocity.context.Context;
import org.jspecify.annotations.Nullable;

/** The variables of one rendering. What has no value is written as nothing, as API Gateway has it. */
final class TemplateScope extends AbstractContext implements ReferenceInsertionEventHandler {
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private final CountedMap requestContext;

    TemplateScope(TemplateInput input, Map<String, ?> context, Map<String, String> stageVariables) {
        variables.put("input", input);
        variables.put("util", new UtilFunctions());
        requestContext = CountedMap.deep(context);
        variables.put("context", requestContext);
        variables.put("stageVariables", CountedMap.of(stageVariables));
        EventCartridge events = new EventCartridge();
        events.addEventHandler(this);
        events.attachToContext(this);
    }

    @Override
    public Object referenceInsert(Context context, String reference, @Nullable Object value) {
        TemplateBudget.current().step();
        return value == null ? "" : TemplateValues.text(value);
    }

    @Override
    public @Nullable Object internalGet(String name) {
        TemplateBudget.current().step();
        return variables.get(name);
    }

    @Override
    public @Nullable Object internalPut(String name, @Nullable Object value) {
        TemplateBudget.current().step();
        if (value instanceof String text) TemplateBudget.current().text(text);
        return variables.put(name, value);
    }

    /** {@code $context}, as the template has changed it. */
    Map<?, ?> requestContext() {
        return requestContext;
    }

    @Override
    public boolean internalContainsKey(String name) {
        return variables.containsKey(name);
    }

    @Override
    public String[] internalGetKeys() {
        return variables.keySet().toArray(String[]::new);
    }

    @Override
    public @Nullable Object internalRemove(String name) {
        return variables.remove(name);
    }
}
