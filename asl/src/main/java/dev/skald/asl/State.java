package dev.skald.asl;

import java.util.List;

/** One state of a machine. Exhaustive switches over it list what a new type of state would have to do. */
public sealed interface State permits PassState, ChoiceState, WaitState, SucceedState, FailState, State.Fallible {

    /** The name, unique in the whole definition, branches and processors included. */
    String name();

    /** How data comes in and goes out. */
    DataFlow flow();

    /** The type, as the definition spells it. */
    default StateType type() {
        return switch (this) {
            case PassState s -> StateType.Pass;
            case TaskState s -> StateType.Task;
            case ChoiceState s -> StateType.Choice;
            case WaitState s -> StateType.Wait;
            case SucceedState s -> StateType.Succeed;
            case FailState s -> StateType.Fail;
            case ParallelState s -> StateType.Parallel;
            case MapState s -> StateType.Map;
        };
    }

    /** A state whose work can fail, and that says what then. */
    sealed interface Fallible extends State permits TaskState, ParallelState, MapState {
        List<Retrier> retry();

        List<Catcher> catchers();

        Next next();
    }
}
