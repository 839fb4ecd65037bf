package dev.skald.deploy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What two applications on one server cannot both have. */
final class Conflicts {
    private Conflicts() {}

    /** What an application wants that others have, each with whose it is. */
    static List<String> of(Application wanted, Collection<Application> others) {
        Set<String> names = claims(wanted);
        Set<String> conflicts = new LinkedHashSet<>();
        for (Application other : others)
            for (String claim : claims(other))
                if (names.contains(claim)) conflicts.add(claim + " belongs to " + other.id());
        return List.copyOf(conflicts);
    }

    private static Set<String> claims(Application application) {
        Set<String> claims = new LinkedHashSet<>();
        application.machines().forEach(machine -> claims.add("state machine " + machine.name()));
        application.functions().forEach(function -> claims.add("function " + function.name()));
        application.triggers().forEach(trigger -> claims.add(trigger.method() + " " + trigger.path()));
        application.connections().forEach(connection -> claims.add("connection " + connection.name()));
        return claims;
    }
}
