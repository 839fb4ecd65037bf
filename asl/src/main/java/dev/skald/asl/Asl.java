package dev.skald.asl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The entrance: text of a definition in, a compiled machine or its problems out. */
public final class Asl {
    private Asl() {}

    /** What came of parsing. */
    public sealed interface Parsed {
        /** A machine that can run; its warnings, if any. */
        record Valid(StateMachine machine, List<Problem> warnings) implements Parsed {}

        /** The problems, at least one of severity ERROR, at most 100. */
        record Invalid(List<Problem> problems) implements Parsed {}
    }

    /**
     * Parses a definition in JSON or YAML and compiles all its expressions. Never throws: whatever is wrong with the text
     * is a {@link Problem}.
     */
    public static Parsed parse(String definition, MachineType type) {
        return DefinitionParser.parse(definition, type);
    }

    /** As {@link #parse}, but text that is not JSON is a problem, as on AWS: for the AWS API. */
    public static Parsed parseJson(String definition, MachineType type) {
        return DefinitionParser.parseJson(definition, type);
    }

    /**
     * The definition as AWS takes it: JSON without the fields that only Skald knows, such as {@code SearchAttributes},
     * {@code Saga}, or {@code Compensate} in a state, retrier or catcher. What these fields do is lost: {@link SagaExport}
     * keeps it. A JSON definition without such fields comes back unchanged, and so does text that is no definition.
     */
    public static String withoutSkaldFields(String definition) {
        return DefinitionParser.withoutSkaldFields(definition);
    }

    /** A definition in JSON or YAML as a tree, whether it is valid or not; empty for text that is no JSON object. */
    public static Optional<ObjectNode> tree(String definition) {
        return DefinitionParser.tree(definition);
    }

    /**
     * Which states of a valid definition read which variables, as {@code DescribeStateMachine} shows it: names of
     * variables by name of the state. States that read none are left out; empty for text that is no definition.
     */
    public static SortedMap<String, SortedSet<String>> variableReferences(String definition) {
        return DefinitionParser.variableReferences(definition);
    }

    /**
     * What a definition in JSON or YAML probably does not mean: at most 100 findings, in the order of its states. Never
     * throws. Of a definition that is not valid each state is looked at by itself only; text that is no JSON object has
     * no findings. For Skald's own tools and API, never for an answer of the AWS API.
     */
    public static List<Finding> lint(String definition, MachineType type) {
        return DefinitionParser.lint(definition, type);
    }

    /**
     * What each Task of a valid definition means for whoever asks whether all happened or nothing, by name, in the order
     * of the definition; compensations are left out. Empty for a definition that is not valid.
     */
    public static Map<String, TaskRole> taskRoles(String definition, MachineType type) {
        return DefinitionParser.taskRoles(definition, type);
    }

    /** What came of looking for one state. */
    public sealed interface ParsedState {
        /**
         * The state, in a machine of its own, under the name {@link #STATE_NAME}; its transitions lead nowhere.
         *
         * @param json the state's object in the definition
         * @param map the object of the innermost Map that the state is in; null when it is in none
         */
        record Found(
                StateMachine machine,
                JsonNode json,
                @Nullable JsonNode map) implements ParsedState {
            public State state() {
                return machine.state(STATE_NAME);
            }
        }

        /** The definition is valid, but has no state of that name. */
        record Missing() implements ParsedState {}

        /** The problems of the definition or state. */
        record Invalid(List<Problem> problems) implements ParsedState {}
    }

    /** The name that AWS gives every state that it tests. */
    public static final String STATE_NAME = "StateName";

    /**
     * Parses one state for a test: a definition that is one state, or the named one of a whole definition, also one of a
     * branch or processor.
     *
     * @param stateName null means that the definition is the state
     */
    public static ParsedState parseState(String definition, @Nullable String stateName) {
        return StateDefinition.parse(definition, stateName);
    }
}
