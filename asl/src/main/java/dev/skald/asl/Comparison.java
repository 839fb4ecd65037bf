package dev.skald.asl;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One comparison operator of a Choice rule (section 1.10), such as {@code NumericLessThanEqualsPath}.
 *
 * @param kind what both operands must be; another type never fits
 * @param relation how they must compare
 * @param byPath whether the operand is a path
 */
record Comparison(Kind kind, Relation relation, boolean byPath) {
    /** What an operator compares or tests. */
    enum Kind {
        String,
        Numeric,
        Boolean,
        Timestamp,
        StringMatches,
        IsNull,
        IsPresent,
        IsNumeric,
        IsString,
        IsBoolean,
        IsTimestamp;

        /** Whether it asks for the type of the variable; its operand is true or false. */
        boolean isTypeTest() {
            return ordinal() >= IsNull.ordinal();
        }
    }

    /** How two operands of the same type compare. */
    enum Relation {
        Equals,
        LessThan,
        GreaterThan,
        LessThanEquals,
        GreaterThanEquals;

        boolean holds(int order) {
            return switch (this) {
                case Equals -> order == 0;
                case LessThan -> order < 0;
                case GreaterThan -> order > 0;
                case LessThanEquals -> order <= 0;
                case GreaterThanEquals -> order >= 0;
            };
        }
    }

    /** All 39 operators by name. */
    static final Map<String, Comparison> BY_NAME = byName();

    private static Map<String, Comparison> byName() {
        Map<String, Comparison> all = new LinkedHashMap<>();
        for (Kind kind : List.of(Kind.String, Kind.Numeric, Kind.Timestamp)) {
            for (Relation relation : Relation.values()) add(all, kind.name() + relation.name(), kind, relation);
        }
        add(all, "BooleanEquals", Kind.Boolean, Relation.Equals);
        for (Kind kind : Kind.values()) {
            if (kind.isTypeTest() || kind == Kind.StringMatches) {
                all.put(kind.name(), new Comparison(kind, Relation.Equals, false));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, Comparison> all, String name, Kind kind, Relation relation) {
        all.put(name, new Comparison(kind, relation, false));
        all.put(name + "Path", new Comparison(kind, relation, true));
    }

    /** The type of a constant operand, as AWS names it. */
    String operandType() {
        return switch (kind) {
            case String, StringMatches, Timestamp -> "String";
            case Numeric -> "Float";
            case Boolean, IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp -> "Boolean";
        };
    }

    /** Whether a constant operand has {@link #operandType}. */
    boolean takes(JsonNode operand) {
        return switch (kind) {
            case String, StringMatches, Timestamp -> operand.isString();
            case Numeric -> operand.isNumber();
            case Boolean, IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp -> operand.isBoolean();
        };
    }

    /** The comparison with a constant, whatever can be parsed of it parsed once. */
    Predicate<JsonNode> with(JsonNode operand) {
        return switch (kind) {
            case Timestamp -> {
                Instant instant = timestamp(operand);
                yield variable -> holds(timestamp(variable), instant);
            }
            case StringMatches -> {
                Wildcard wildcard = Wildcard.parse(operand.stringValue());
                yield variable -> variable.isString() && wildcard.matches(variable.stringValue());
            }
            case String, Numeric, Boolean, IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp ->
                variable -> holds(variable, operand);
        };
    }

    /** Whether the comparison holds; false when an operand has another type. Not for {@link Kind#IsPresent}. */
    boolean holds(JsonNode variable, JsonNode operand) {
        return switch (kind) {
            case String ->
                variable.isString()
                        && operand.isString()
                        && relation.holds(variable.stringValue().compareTo(operand.stringValue()));
            case Numeric -> variable.isNumber() && operand.isNumber() && numeric(variable, operand);
            case Boolean -> variable.isBoolean() && operand.isBoolean() && variable.equals(operand);
            case Timestamp -> holds(timestamp(variable), timestamp(operand));
            case StringMatches -> with(operand).test(variable);
            case IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp ->
                isOfType(variable) == operand.booleanValue();
        };
    }

    private boolean numeric(JsonNode variable, JsonNode operand) {
        if (variable.canConvertToLong()
                && variable.isIntegralNumber()
                && operand.isIntegralNumber()
                && operand.canConvertToLong()) {
            return relation.holds(Long.compare(variable.longValue(), operand.longValue()));
        }
        return relation.holds(variable.decimalValue().compareTo(operand.decimalValue()));
    }

    private boolean holds(@Nullable Instant left, @Nullable Instant right) {
        return left != null && right != null && relation.holds(left.compareTo(right));
    }

    private static @Nullable Instant timestamp(JsonNode node) {
        return node.isString() ? Timestamps.parse(node.stringValue()) : null;
    }

    private boolean isOfType(JsonNode variable) {
        return switch (kind) {
            case IsNull -> variable.isNull();
            case IsPresent -> true;
            case IsNumeric -> variable.isNumber();
            case IsString -> variable.isString();
            case IsBoolean -> variable.isBoolean();
            case IsTimestamp -> timestamp(variable) != null;
            case String, Numeric, Boolean, Timestamp, StringMatches -> throw new IllegalStateException(kind.name());
        };
    }
}
