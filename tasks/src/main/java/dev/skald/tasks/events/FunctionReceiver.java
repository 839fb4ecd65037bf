package dev.skald.tasks.events;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Invokes a function, and waits for its end: only then the event has arrived. A function that fails is invoked three times
 * in all, as Lambda does with asynchronous invocations.
 */
final class FunctionReceiver implements Receiver {
    /** How often a function is invoked that raises an error. */
    static final int RAISED_ATTEMPTS_MAX = 3;

    /** How long a function may take, as on Lambda. */
    static final Duration CALL_AT_MOST = Duration.ofMinutes(15);

    private static final int SERVER_ERRORS_FROM = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final List<FunctionInvoker> invokers;
    private final InstantSource clock;

    FunctionReceiver(List<FunctionInvoker> invokers, InstantSource clock) {
        this.invokers = List.copyOf(invokers);
        this.clock = clock;
    }

    @Override
    public boolean receives(String targetArn) {
        return targetArn.startsWith("arn:") && targetArn.contains(":lambda:") && targetArn.contains(":function:");
    }

    @Override
    public void deliver(Delivery delivery) throws DeliveryFailure, InterruptedException {
        FunctionName function = FunctionName.parse(delivery.target().arn())
                .orElseThrow(() -> DeliveryFailure.forGood("The ARN names no function."));
        Optional<FunctionInvoker> invoker =
                invokers.stream().filter(each -> each.invokes(function)).findFirst();
        if (invoker.isEmpty()) throw DeliveryFailure.again("Nobody here invokes the function " + function.name() + ".");
        judge(invoker.get().invoke(call(function, delivery)));
    }

    private FunctionCall call(FunctionName function, Delivery delivery) {
        String attemptId = delivery.key() + "." + delivery.attempts();
        var caller = new FunctionCaller.Request(
                delivery.key(), attemptId, delivery.attempts(), clock.instant().plus(CALL_AT_MOST));
        return new FunctionCall(function, delivery.input(), InvocationType.REQUEST_RESPONSE, false, null, caller);
    }

    private static void judge(FunctionResult result) throws DeliveryFailure {
        switch (result) {
            case FunctionResult.Returned _, FunctionResult.TooLarge _ -> {}
            case FunctionResult.Raised raised ->
                throw DeliveryFailure.again("The function failed: " + raised.errorPayload(), RAISED_ATTEMPTS_MAX);
            case FunctionResult.Refused refused -> throw refused(refused);
            case FunctionResult.NotSent notSent -> throw DeliveryFailure.again(notSent.cause());
            case FunctionResult.Unreadable unreadable -> throw DeliveryFailure.again(unreadable.cause());
        }
    }

    private static DeliveryFailure refused(FunctionResult.Refused refused) {
        String why = refused.errorCode() + ": " + refused.message();
        boolean passing = refused.statusCode() >= SERVER_ERRORS_FROM || refused.statusCode() == TOO_MANY_REQUESTS;
        return passing ? DeliveryFailure.again(why) : DeliveryFailure.forGood(why);
    }
}
