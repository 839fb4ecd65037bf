package dev.skald.deploy.template;

import dev.skald.deploy.reading.Reading;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** Values of API keys that a project has not given any. */
public final class ApiKeys {
    private static final int BYTES = 20;

    private ApiKeys() {}

    /** The one that was generated before, else a new one. */
    public static String value(String name, String path, Map<String, String> before, Reading reading) {
        reading.warn(path, "the value of the key `" + name + "` is generated here, and kept");
        String known = before.get(name);
        return known != null ? known : random();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
