package dev.skald.server.templates;

import org.jspecify.annotations.Nullable;

/** Something with methods and properties that a template may use: nothing else of it can be reached. */
interface TemplateObject {
    /** @throws TemplateException when there is no such method */
    @Nullable
    Object call(String method, Arguments arguments);

    /** @throws TemplateException when there is no such property */
    @Nullable
    Object get(String property);
}
