package dev.skald.asl;

import dev.skald.asl.JsonataTokens.Kind;
import dev.skald.asl.JsonataTokens.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a JSONata expression refers to, found by parsing it once more beside the library, which keeps its tree to itself:
 * what it reads of an input document (Step Functions gives expressions none, so AWS refuses these), which members of
 * <code>$states</code> it reads, and where it calls something that may turn out to be no function.
 *
 * <p>Made for expressions that the library has parsed. Of others it finds something or other, and it always ends.
 */
final class JsonataReferences {
    /** How tightly {@code :=} binds: to the left; to the right as if a little less. */
    private static final int ASSIGNMENT = 10;

    private static final Map<String, Integer> POWERS = Map.ofEntries(
            Map.entry(".", 75),
            Map.entry("[", 80),
            Map.entry("{", 70),
            Map.entry("(", 80),
            Map.entry("@", 80),
            Map.entry("#", 80),
            Map.entry("?", 20),
            Map.entry("+", 50),
            Map.entry("-", 50),
            Map.entry("*", 60),
            Map.entry("/", 60),
            Map.entry("%", 60),
            Map.entry("=", 40),
            Map.entry("<", 40),
            Map.entry(">", 40),
            Map.entry("^", 40),
            Map.entry(":=", ASSIGNMENT),
            Map.entry("!=", 40),
            Map.entry("<=", 40),
            Map.entry(">=", 40),
            Map.entry("~>", 40),
            Map.entry("and", 30),
            Map.entry("or", 25),
            Map.entry("in", 40),
            Map.entry("&", 50));

    private static final Set<String> WORDS = Set.of("and", "or", "in");

    /** How tightly a sign binds. */
    private static final int SIGN = 70;

    /** What an expression begins with, as far as it matters to what follows it. */
    private enum Operand {
        NAME,
        VARIABLE,
        /** <code>$states</code>, by itself. */
        STATES,
        /** One of JSONata's own functions, by its name. */
        FUNCTION,
        LAMBDA,
        OTHER
    }

    /**
     * What is called, if it may turn out to be no function.
     *
     * @param name what it is called by, if that is the plain name of a function: was a <code>$</code> forgotten?
     */
    record Callee(int start, int end, @Nullable String name) {}

    /** A function of JSONata's, or Skald's, that is given some of its arguments, and how many places it is shown. */
    record Partial(int start, int end, int count) {}

    private final String text;
    private final Set<String> own;
    private final JsonataTokens tokens;
    private final Set<String> document = new LinkedHashSet<>();
    private final Set<String> states = new LinkedHashSet<>();
    private final List<Callee> callees = new ArrayList<>();
    private final List<Partial> partial = new ArrayList<>();
    private Token token;
    private int end;
    private boolean top = true;

    private JsonataReferences(String text, Set<String> own) {
        this.text = text;
        this.own = own;
        this.tokens = new JsonataTokens(text);
        this.token = tokens.next(true);
    }

    /** @param own the names of functions that the expression does not bind to something else */
    static JsonataReferences of(String text, Set<String> own) {
        var references = new JsonataReferences(text, own);
        while (references.token.kind() != Kind.END) references.expression(0);
        return references;
    }

    /** What is read of the input document: names of fields, {@code $}, {@code $$}; in the order of the text. */
    Set<String> document() {
        return document;
    }

    /** The members of <code>$states</code> that are read. */
    Set<String> states() {
        return states;
    }

    /** In the order in which they end. */
    List<Callee> callees() {
        return callees;
    }

    List<Partial> partial() {
        return partial;
    }

    private Token take(boolean operandFollows) {
        Token taken = token;
        end = taken.end();
        token = tokens.next(operandFollows);
        return taken;
    }

    private boolean skip(String operator, boolean operandFollows) {
        if (!token.is(operator)) return false;
        take(operandFollows);
        return true;
    }

    private Operand expression(int power) {
        int start = token.start();
        Operand left = operand();
        while (power() > power) left = continued(start, left);
        return left;
    }

    private int power() {
        boolean operator = token.kind() == Kind.OPERATOR || token.kind() == Kind.NAME && WORDS.contains(token.text());
        return operator ? POWERS.getOrDefault(token.text(), 0) : 0;
    }

    private void nested(Runnable parts) {
        boolean before = top;
        top = false;
        parts.run();
        top = before;
    }

    // What begins an expression.

    private Operand operand() {
        Token first = take(token.kind() == Kind.OPERATOR && !token.is("%") && !token.is("*") && !token.is("**"));
        return switch (first.kind()) {
            case NAME -> name(first);
            case VARIABLE -> variable(first.text());
            case OPERATOR -> prefix(first.text());
            case TEXT, NUMBER, REGEX, END -> Operand.OTHER;
        };
    }

    private Operand name(Token name) {
        boolean plain = text.charAt(name.start()) != '`';
        boolean lambda = plain && (name.text().equals("function") || name.text().equals("\u03bb")) && token.is("(");
        if (lambda) return lambda();
        boolean literal = plain && Set.of("true", "false", "null").contains(name.text());
        if (literal) return Operand.OTHER;
        if (top) document.add(name.text());
        return Operand.NAME;
    }

    private Operand variable(String name) {
        if (name.equals("$") || name.isEmpty() && top) document.add("$" + name);
        if (name.equals("states")) return Operand.STATES;
        return own.contains(name) ? Operand.FUNCTION : Operand.VARIABLE;
    }

    private Operand prefix(String operator) {
        switch (operator) {
            case "-" -> expression(SIGN);
            case "(" -> list(")");
            case "[" -> list("]");
            case "{" -> list("}");
            case "|" -> nested(this::transform);
            default -> {
                // A wildcard, the parent, or the place of an argument that is not given yet.
            }
        }
        return Operand.OTHER;
    }

    /** Expressions between separators, up to a bracket. */
    private Arguments list(String close) {
        boolean placeholder = false;
        int count = 1;
        while (token.kind() != Kind.END && !token.is(close)) {
            boolean separator = token.is(",") || token.is(";") || token.is(":") || token.is("..");
            if (separator) {
                count++;
                take(true);
            } else if (token.is("?")) {
                placeholder = true;
                take(true);
            } else expression(0);
        }
        skip(close, false);
        return new Arguments(count, placeholder);
    }

    /** @param partial whether one of them is a question mark */
    private record Arguments(int count, boolean partial) {}

    private void transform() {
        for (int bars = 0; bars < 2 && token.kind() != Kind.END; ) {
            if (skip("|", bars == 0)) bars++;
            else if (!skip(",", true)) expression(0);
        }
    }

    /** {@code function($a, $b)<signature>{ body }}. */
    private Operand lambda() {
        take(true);
        while (token.kind() != Kind.END && !token.is(")")) take(true);
        skip(")", false);
        if (token.is("<")) signature();
        if (skip("{", true)) list("}");
        return Operand.LAMBDA;
    }

    private void signature() {
        int depth = 0;
        do {
            if (token.is("<")) depth++;
            if (token.is(">")) depth--;
            take(false);
        } while (depth > 0 && token.kind() != Kind.END);
    }

    // What continues it.

    private Operand continued(int start, Operand left) {
        if (token.is("(")) return call(start, left);
        String operator = take(true).text();
        switch (operator) {
            case "." -> step(left);
            case "[" -> nested(() -> list("]"));
            case "{" -> nested(() -> list("}"));
            case "^" -> nested(this::order);
            case "@", "#" -> take(false);
            case "?" -> condition();
            case ":=" -> expression(ASSIGNMENT - 1);
            default -> expression(POWERS.getOrDefault(operator, 0));
        }
        return Operand.OTHER;
    }

    private void step(Operand left) {
        boolean member = left == Operand.STATES && (token.kind() == Kind.NAME || token.kind() == Kind.TEXT);
        if (member) states.add(token.text());
        nested(() -> expression(75));
    }

    /** {@code ^(>a, <b)}. */
    private void order() {
        skip("(", true);
        while (token.kind() != Kind.END && !token.is(")"))
            if (!skip("<", true) && !skip(">", true) && !skip(",", true)) expression(0);
        skip(")", false);
    }

    private void condition() {
        expression(0);
        if (skip(":", true)) expression(0);
    }

    private Operand call(int start, Operand left) {
        int calleeEnd = end;
        take(true);
        Arguments arguments = list(")");
        if (arguments.partial() && left == Operand.FUNCTION)
            partial.add(new Partial(start, calleeEnd, arguments.count()));
        boolean certain = left == Operand.FUNCTION || left == Operand.LAMBDA;
        if (!arguments.partial() && !certain) callees.add(callee(start, calleeEnd, left));
        return Operand.OTHER;
    }

    private Callee callee(int start, int calleeEnd, Operand left) {
        String called = text.substring(start, calleeEnd);
        boolean named = left == Operand.NAME && JsonataVariables.isFunction(called);
        return new Callee(start, calleeEnd, named ? called : null);
    }
}
