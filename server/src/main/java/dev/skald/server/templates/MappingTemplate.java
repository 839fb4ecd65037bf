package dev.skald.server.templates;

import java.io.Writer;
import java.util.Map;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.jspecify.annotations.Nullable;

/** A template, compiled. May be rendered by several threads at once. */
public final class MappingTemplate {
    private final String name;
    private final Template template;

    MappingTemplate(String name, Template template) {
        this.name = name;
        this.template = template;
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /**
     * Renders the template.
     *
     * @param context {@code $context}: maps, and texts and numbers in them; may be changed by the template
     * @throws TemplateException when the template asks for what it cannot have, or does too much
     * @throws UnreadableBody when it asks for the body as JSON and that is none
     */
    public String render(
            TemplateInput input, Map<String, @Nullable Object> context, Map<String, String> stageVariables) {
        TemplateScope scope = new TemplateScope(input, context, stageVariables);
        String text =
                ScopedValue.where(TemplateBudget.CURRENT, new TemplateBudget()).call(() -> render(scope));
        scope.requestContext().forEach((name, value) -> context.put(String.valueOf(name), value));
        return text;
    }

    private String render(TemplateScope scope) {
        Bounded out = new Bounded();
        try {
            template.merge(scope, out);
        } catch (TemplateException | UnreadableBody own) {
            throw own;
        } catch (VelocityException failed) {
            throw reason(failed);
        } catch (RuntimeException broken) {
            // Found by fuzzing: Velocity's parser lets things pass on which its nodes then fail.
            throw new TemplateException("Velocity cannot render it: " + broken.getMessage());
        } catch (StackOverflowError tooDeep) {
            throw new TemplateException("it is nested too deeply");
        }
        return out.toString();
    }

    /** Velocity wraps what our own methods throw. */
    private static RuntimeException reason(VelocityException failed) {
        for (Throwable at = failed; at != null; at = at.getCause()) {
            if (at instanceof TemplateException own) return own;
            if (at instanceof UnreadableBody unreadable) return unreadable;
        }
        return new TemplateException(String.valueOf(failed.getMessage()));
    }

    private static final class Bounded extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] chars, int from, int length) {
            TemplateBudget.current().text(length);
            if (text.length() + (long) length > TemplateBudget.TEXT_MAX)
                throw new TemplateException("it renders more than " + TemplateBudget.TEXT_MAX + " characters");
            text.append(chars, from, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
