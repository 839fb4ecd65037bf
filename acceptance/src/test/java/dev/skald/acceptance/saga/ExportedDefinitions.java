package dev.skald.acceptance.saga;

import java.util.Map;
import java.util.TreeMap;

/** Exported sagas for the validators of others. */
public final class ExportedDefinitions {
    private static final int RANDOM = 60;

    /** A saga that is not exported. */
    public static final String SAGA = RandomSaga.of(1).definition();

    private ExportedDefinitions() {}

    /** Definitions by name. */
    public static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        all.put("trip", Sagas.exported(Sagas.TRIP));
        all.put("path-trip", Sagas.exported(Sagas.PATH_TRIP));
        all.put("order", Sagas.exported(Sagas.ORDER));
        for (int seed = 0; seed < RANDOM; seed++)
            all.put("random-" + seed, Sagas.exported(RandomSaga.of(seed).definition()));
        return all;
    }
}
