package dev.skald.server.triggers;

import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.server.http.Answer;
import dev.skald.server.http.Client;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls a function with a Lambda proxy event, and answers what it returns. */
final class FunctionIntegration implements Integration {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionIntegration.class);

    private final Target.Function target;
    private final List<FunctionInvoker> functions;
    private final ProxyEvents events;
    private final Waits waits;
    private final Duration waitMax;

    FunctionIntegration(
            Target.Function target,
            List<FunctionInvoker> functions,
            ProxyEvents events,
            Waits waits,
            Duration waitMax) {
        this.target = target;
        this.functions = functions;
        this.events = events;
        this.waits = waits;
        this.waitMax = waitMax;
    }

    @Override
    public Answer answer(TriggerCall call) throws InterruptedException {
        ObjectNode event = switch (call.trigger().flavour()) {
            case REST -> events.ofRest(call);
            case HTTP -> events.ofHttp(call);
        };
        // As on AWS, a function that has begun goes on when its caller leaves: so nobody looks whether it does.
        FunctionResult result = waits.whileThere(Client.UNKNOWN, () -> invoke(event, call));
        return answer(result, call);
    }

    private FunctionResult invoke(ObjectNode event, TriggerCall call) throws InterruptedException {
        FunctionName name = FunctionName.parse(target.name())
                .orElseThrow(() -> new IllegalStateException("not a function name: " + target.name()));
        for (FunctionInvoker each : functions)
            if (each.invokes(name)) return each.invoke(functionCall(name, event, call));
        return new FunctionResult.Refused(
                "ResourceNotFoundException", "Function not found: " + target.name(), 404, call.requestId());
    }

    /** A caller's key is the key of the call too, so that a function can tell a retry. */
    private FunctionCall functionCall(FunctionName name, ObjectNode event, TriggerCall call) {
        String key = IdempotencyKey.of(call).map(IdempotencyKey::name).orElse(call.requestId());
        var caller =
                new FunctionCaller.Request(key, call.requestId(), 0, call.at().plus(waitMax));
        return new FunctionCall(
                name, Payload.of(event), FunctionCall.InvocationType.REQUEST_RESPONSE, false, null, caller);
    }

    private Answer answer(FunctionResult result, TriggerCall call) {
        return switch (result) {
            case FunctionResult.Returned returned -> answer(returned, call);
            case FunctionResult.Raised raised -> throw failed(call, "it failed: " + raised.errorPayload());
            case FunctionResult.Refused refused -> throw refused(refused, call);
            case FunctionResult.NotSent notSent -> throw failed(call, notSent.cause());
            case FunctionResult.Unreadable unreadable -> throw failed(call, unreadable.cause());
            case FunctionResult.TooLarge _ -> throw failed(call, "its result is too large");
        };
    }

    private Answer answer(FunctionResult.Returned returned, TriggerCall call) {
        try {
            return switch (call.trigger().flavour()) {
                case REST -> ProxyAnswer.ofRest(returned.payload().node());
                case HTTP -> ProxyAnswer.ofHttp(returned.payload().node());
            };
        } catch (ProxyAnswer.Malformed malformed) {
            throw failed(call, "malformed Lambda proxy response: " + malformed.getMessage());
        }
    }

    /** An HTTP API answers 500 where a REST API answers 502. */
    private GatewayFailure failed(TriggerCall call, String reason) {
        LOG.warn(
                "{}: function {} did not answer request {}: {}",
                call.trigger().name(),
                target.name(),
                call.requestId(),
                RequestMapping.shown(reason));
        return switch (call.trigger().flavour()) {
            case REST -> GatewayFailure.badGateway();
            case HTTP -> GatewayFailure.internal();
        };
    }

    private GatewayFailure refused(FunctionResult.Refused refused, TriggerCall call) {
        GatewayFailure failure = failed(call, refused.errorCode() + ": " + refused.message());
        return refused.statusCode() == 404 ? GatewayFailure.internal() : failure;
    }
}
