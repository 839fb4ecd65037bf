package dev.skald.server.templates;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Map;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.ASTMap;
import org.apache.velocity.runtime.parser.node.ASTObjectArray;
import org.apache.velocity.runtime.parser.node.ASTText;
import org.apache.velocity.runtime.parser.node.ASTTextblock;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a parsed template for a literal: a list or a map becomes a counted one, and plain text is counted wherever it is
 * written, also within a string, where Velocity collects it by itself.
 */
final class CountedNode extends SimpleNode {
    private final Node literal;
    private final @Nullable String text;

    private CountedNode(Node literal) {
        super(literal.getType());
        this.literal = literal;
        // Velocity lets go of the tokens that it is made of.
        text = literal.literal();
        setFirstToken(literal.getFirstToken());
        jjtSetParent(literal.jjtGetParent());
        jjtAddChild(literal, 0);
        literal.jjtSetParent(this);
    }

    /** Puts counted nodes into a parsed template. */
    static void into(Node parent) {
        for (int i = 0; i < parent.jjtGetNumChildren(); i++) {
            Node child = parent.jjtGetChild(i);
            into(child);
            if (isCounted(parent, child)) parent.jjtAddChild(new CountedNode(child), i);
        }
    }

    private static boolean isCounted(Node parent, Node child) {
        // A loop goes over a range without making a list of it, however long.
        if (child instanceof ASTIntegerRange) return !(parent instanceof ASTDirective);
        return child instanceof ASTObjectArray
                || child instanceof ASTMap
                || child instanceof ASTText
                || child instanceof ASTTextblock;
    }

    @Override
    public @Nullable Object value(InternalContextAdapter context) {
        return switch (literal.value(context)) {
            case Map<?, ?> map -> CountedMap.of(map);
            case Collection<?> list -> CountedList.of(list);
            case null -> null;
            case Object other -> other;
        };
    }

    @Override
    public boolean evaluate(InternalContextAdapter context) {
        return literal.evaluate(context);
    }

    @Override
    public boolean render(InternalContextAdapter context, Writer writer) throws IOException {
        return literal.render(context, new Counting(writer));
    }

    private static final class Counting extends FilterWriter {
        Counting(Writer out) {
            super(out);
        }

        @Override
        public void write(char[] chars, int from, int length) throws IOException {
            TemplateBudget.current().text(length);
            out.write(chars, from, length);
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            TemplateBudget.current().text(length);
            out.write(text, from, length);
        }
    }

    @Override
    public @Nullable String literal() {
        return text;
    }

    @Override
    public String getTemplateName() {
        return literal.getTemplateName();
    }

    @Override
    public int getLine() {
        return literal.getLine();
    }

    @Override
    public int getColumn() {
        return literal.getColumn();
    }
}
