package dev.skald.deploy;

import dev.skald.server.triggers.HttpTrigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one application cannot have twice, and two on one server cannot both have. */
final class Conflicts {
    private Conflicts() {}

    /** @param key what two of them have in common when they are the same, name how people call it */
    private record Claim(String key, String name) {
        static Claim of(String name) {
            return new Claim(name, name);
        }

        static Claim of(HttpTrigger trigger) {
            return new Claim(trigger.place(), trigger.method() + " " + trigger.path());
        }
    }

    /**
     * What an application wants that others have, each with whose it is.
     *
     * @throws IllegalArgumentException when the path of a trigger is none
     */
    static List<String> of(Application wanted, Collection<Application> others) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Claim claim : claims(wanted)) names.put(claim.key(), claim.name());
        Set<String> conflicts = new LinkedHashSet<>();
        for (Application other : others)
            for (Claim claim : claims(other)) {
                String name = names.get(claim.key());
                if (name != null) conflicts.add(name + " belongs to " + other.id());
            }
        return List.copyOf(conflicts);
    }

    /**
     * What an application has twice.
     *
     * @throws IllegalArgumentException when the path of a trigger is none
     */
    static List<String> within(Application application) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (Claim claim : claims(application)) if (!seen.add(claim.key())) twice.add(claim.name() + " is there twice");
        return List.copyOf(twice);
    }

    /** What must be one's own. A bus on which rules only listen is nobody's. */
    private static List<Claim> claims(Application application) {
        List<Claim> claims = new ArrayList<>();
        application.machines().forEach(machine -> claims.add(Claim.of("state machine " + machine.name())));
        application.functions().forEach(function -> claims.add(Claim.of("function " + function.name())));
        application.triggers().forEach(trigger -> claims.add(Claim.of(trigger)));
        application.buses().forEach(bus -> claims.add(Claim.of("event bus " + bus)));
        application.rules().forEach(rule -> claims.add(Claim.of("rule " + rule.bus() + "/" + rule.name())));
        application.schedules().forEach(schedule -> claims.add(Claim.of("schedule " + schedule.name())));
        application.connections().forEach(connection -> claims.add(Claim.of("connection " + connection.name())));
        return claims;
    }
}
