package dev.skald.server.templates;

import org.jspecify.annotations.Nullable;

/** The arguments of a method that a template calls. */
record Arguments(String method, @Nullable Object[] values) {
    int count() {
        return values.length;
    }

    @Nullable
    Object at(int index) {
        return values[index];
    }

    /** An argument as text, which null is not. */
    String text(int index) {
        Object value = values[index];
        if (value == null) throw new TemplateException("the argument of " + method + " is null");
        return value instanceof String text ? text : TemplateValues.text(value);
    }

    int whole(int index) {
        if (values[index] instanceof Number number) return number.intValue();
        throw new TemplateException("the argument of " + method + " is no number");
    }

    /** The same, for a method that has no such arguments. */
    TemplateException unknown(String of) {
        return new TemplateException(of + " has no method " + method + " with " + values.length
                + (values.length == 1 ? " argument" : " arguments") + " in templates");
    }
}
