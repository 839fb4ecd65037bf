package dev.skald.server.templates;

import java.io.Reader;
import java.io.StringReader;
import java.util.Properties;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.apache.velocity.runtime.resource.loader.StringResourceLoader;

/** Compiles templates. Velocity is set up so that it reads as the version 1.7 that API Gateway has. */
public final class Templates {
    /** The longest template, in characters; API Gateway takes 300 KB. */
    static final int TEMPLATE_CHARS_MAX = 300 * 1024;

    /** API Gateway's limit too; a loop simply ends there. */
    private static final int FOREACH_ROUNDS_MAX = 1_000;

    private final RuntimeInstance velocity = new Parsing();

    /** Also parses the templates that are within strings. */
    private static final class Parsing extends RuntimeInstance {
        @Override
        public SimpleNode parse(Reader text, Template template) throws ParseException {
            SimpleNode root = super.parse(text, template);
            CountedNode.into(root);
            return root;
        }
    }

    /** Sets up Velocity. */
    public Templates() {
        Properties properties = new Properties();
        properties.setProperty("introspector.uberspect.class", TemplateUberspect.class.getName());
        properties.setProperty("resource.loaders", "none");
        properties.setProperty("resource.loader.none.class", StringResourceLoader.class.getName());
        properties.setProperty("directive.foreach.max_loops", Integer.toString(FOREACH_ROUNDS_MAX));
        properties.setProperty("directive.if.empty_check", "false");
        properties.setProperty("parser.space_gobbling", "bc");
        properties.setProperty("parser.allow_hyphen_in_identifiers", "true");
        properties.setProperty("parser.pool.size", "1");
        properties.setProperty("runtime.log.log_invalid_references", "false");
        properties.setProperty("runtime.string_interning", "false");
        velocity.init(properties);
        velocity.removeDirective("include");
        velocity.removeDirective("parse");
        velocity.removeDirective("evaluate");
    }

    /**
     * Compiles a template.
     *
     * @param name for messages
     * @throws TemplateException when it is none
     */
    public MappingTemplate compile(String name, String text) {
        if (text.length() > TEMPLATE_CHARS_MAX)
            throw new TemplateException(name + " has more than " + TEMPLATE_CHARS_MAX + " characters");
        Template template = new Template();
        template.setRuntimeServices(velocity);
        template.setName(name);
        template.setData(parse(template, text));
        init(template);
        return new MappingTemplate(name, template);
    }

    private static void init(Template template) {
        try {
            template.initDocument();
        } catch (VelocityException wrong) {
            throw new TemplateException(template.getName() + " is no template: " + firstLine(wrong));
        }
    }

    private synchronized SimpleNode parse(Template template, String text) {
        try {
            return velocity.parse(new StringReader(text), template);
        } catch (ParseException | RuntimeException | StackOverflowError wrong) {
            throw new TemplateException(template.getName() + " is no template: " + firstLine(wrong));
        }
    }

    private static String firstLine(Throwable wrong) {
        String message = String.valueOf(wrong.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
