package dev.skald.server.triggers;

import dev.skald.engine.task.FunctionName;
import dev.skald.server.aws.Actions;
import dev.skald.server.aws.Operations;
import dev.skald.server.templates.TemplateException;
import dev.skald.server.templates.Templates;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Looks whether triggers and keys can be served, without a server that serves them. */
final class TriggerCheck {
    private final Templates templates = new Templates();
    private final GatewayContext context = new GatewayContext(TriggerSettings.DEFAULTS);
    private final Operations actions = Operations.beside(Actions.class);

    /** What is wrong with them, a line each; empty when they can be all that is served. */
    List<String> problems(List<HttpTrigger> triggers, List<ApiKey> keys) {
        List<String> problems = new ArrayList<>();
        List<Route> routes = routes(triggers, this::route, problems);
        tell(() -> new Routes(routes), problems);
        tell(() -> new ApiKeys(keys), problems);
        return problems;
    }

    /** The routes of the triggers that have one; what is wrong with the others is told. */
    static List<Route> routes(List<HttpTrigger> triggers, Function<HttpTrigger, Route> route, List<String> problems) {
        List<Route> routes = new ArrayList<>();
        for (HttpTrigger each : triggers) {
            try {
                routes.add(route.apply(each));
            } catch (TemplateException wrong) {
                problems.add(wrong.message());
            } catch (IllegalArgumentException wrong) {
                problems.add(each.name() + ": " + wrong.getMessage());
            }
        }
        return routes;
    }

    private static void tell(Runnable making, List<String> problems) {
        try {
            making.run();
        } catch (IllegalArgumentException wrong) {
            problems.add(String.valueOf(wrong.getMessage()));
        }
    }

    private Route route(HttpTrigger trigger) {
        switch (trigger.target()) {
            case Target.Machine machine -> machine(trigger, machine);
            case Target.Function function -> function(function);
        }
        return Route.of(trigger, _ -> {
            throw new IllegalStateException("a route that is only checked");
        });
    }

    private void machine(HttpTrigger trigger, Target.Machine machine) {
        String action = machine.action();
        if (action != null && actions.constraints(action) == null)
            throw new IllegalArgumentException("there is no action " + action);
        var _ = new RequestMapping(trigger, machine, templates, context);
        var _ = new ResponseMapping(trigger, machine, templates, context);
    }

    private static void function(Target.Function function) {
        if (FunctionName.parse(function.name()).isEmpty())
            throw new IllegalArgumentException("'" + function.name() + "' is no name of a function");
    }
}
