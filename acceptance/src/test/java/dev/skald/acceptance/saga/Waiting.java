package dev.skald.acceptance.saga;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.engine.Redrive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What waits for a person, be it a park of Skald's own or a message of an exported saga.
 *
 * @param visit which; empty for a failure
 */
record Waiting(Kind kind, String visit, Answers answers) {
    /** What waits. */
    enum Kind {
        COMPENSATION,
        PIVOT,
        RETRIABLE,
        FAILURE
    }

    private static final Payload RESULT = Payload.ofText("{\"Payload\": {\"id\": \"by hand\"}}");

    /** What a person may say. */
    interface Answers {
        /** A failure is redriven by this, where that can be. */
        void again();

        /** It is settled, and how is known to the participants: undone, left, or it happened. */
        void settled();

        /** A pivot did not happen. */
        void notHappened();

        /** The execution ends now. */
        void abandon();
    }

    /** All that wait, in an order that tells nothing of time. */
    static List<Waiting> in(SagaWorld world, String execution, SagaSample saga) {
        List<Waiting> all = new ArrayList<>();
        for (Park park : world.skald.describeSaga(execution).parks()) all.add(of(park, world, execution, saga));
        for (Payload message : world.parked) all.add(of(message, world));
        all.sort(Comparator.comparing(Waiting::visit));
        return all;
    }

    private static Waiting of(Park park, SagaWorld world, String execution, SagaSample saga) {
        Answers answers = new Own(world, execution, park);
        return switch (park.kind()) {
            case FAILURE -> new Waiting(Kind.FAILURE, "", answers);
            case STEP ->
                new Waiting(
                        saga.pivots().contains(String.valueOf(park.state())) ? Kind.PIVOT : Kind.RETRIABLE,
                        world.ledger.lastVisit(String.valueOf(park.state())),
                        answers);
            case COMPENSATION -> {
                Payload input = park.input();
                String key = input == null ? "" : input.node().path("Key").asString();
                yield new Waiting(Kind.COMPENSATION, world.ledger.visit(key), answers);
            }
        };
    }

    private record Own(SagaWorld world, String execution, Park park) implements Answers {
        private void operate(OperatorAction action) {
            Payload result = action == OperatorAction.HAPPENED ? RESULT : null;
            world.skald.operate(execution, new Command.Operate(action, park.id(), result, "Ada", "it was drawn"));
        }

        @Override
        public void again() {
            if (park.kind() == Park.Kind.FAILURE) world.skald.redriveExecution(execution, Redrive.UNCHANGED);
            else operate(OperatorAction.RETRY);
        }

        @Override
        public void settled() {
            operate(
                    switch (park.kind()) {
                        case COMPENSATION -> OperatorAction.DONE;
                        case STEP -> OperatorAction.HAPPENED;
                        case FAILURE -> OperatorAction.COMPENSATE;
                    });
        }

        @Override
        public void notHappened() {
            operate(OperatorAction.COMPENSATE);
        }

        @Override
        public void abandon() {
            operate(OperatorAction.ABANDON);
        }
    }

    private static Waiting of(Payload message, SagaWorld world) {
        JsonNode state = message.node().path("State");
        Kind kind = Kind.valueOf(message.node().path("Kind").asString().toUpperCase(Locale.ROOT));
        String visit = switch (kind) {
            case COMPENSATION ->
                world.ledger.visit(state.path("Undo").path("Key").asString());
            case FAILURE -> "";
            case PIVOT, RETRIABLE -> world.ledger.lastVisit(state.asString());
        };
        return new Waiting(kind, visit, new Exported(world, message));
    }

    private record Exported(SagaWorld world, Payload message) implements Answers {
        private String token() {
            world.parked.remove(message);
            return message.node().path("TaskToken").asString();
        }

        @Override
        public void again() {
            world.skald.failTask(token(), "Saga.Retry", "it was drawn");
        }

        @Override
        public void settled() {
            world.skald.completeTask(token(), RESULT);
        }

        @Override
        public void notHappened() {
            world.skald.failTask(token(), "Saga.DidNotHappen", "it was drawn");
        }

        @Override
        public void abandon() {
            world.skald.failTask(token(), "Saga.Abandon", "it was drawn");
        }
    }
}
