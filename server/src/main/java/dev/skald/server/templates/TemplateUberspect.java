package dev.skald.server.templates;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.apache.velocity.util.introspection.Info;
import org.apache.velocity.util.introspection.Uberspect;
import org.apache.velocity.util.introspection.VelMethod;
import org.apache.velocity.util.introspection.VelPropertyGet;
import org.apache.velocity.util.introspection.VelPropertySet;
import org.jspecify.annotations.Nullable;

/**
 * How Velocity reaches into objects: through {@link TemplateValues} alone. Public with a public constructor because Velocity
 * makes it by its name.
 */
public final class TemplateUberspect implements Uberspect {
    /** For Velocity. */
    public TemplateUberspect() {}

    @Override
    public void init() {}

    @Override
    public @Nullable Iterator<?> getIterator(@Nullable Object over, Info info) {
        return switch (over) {
            case null -> null;
            case Map<?, ?> map -> new Counted(map.values().iterator());
            case Collection<?> list -> new Counted(list.iterator());
            default -> throw new TemplateException("#foreach goes over lists and maps only");
        };
    }

    private record Counted(Iterator<?> over) implements Iterator<@Nullable Object> {
        @Override
        public boolean hasNext() {
            return over.hasNext();
        }

        @Override
        public @Nullable Object next() {
            TemplateBudget.current().step();
            return over.next();
        }
    }

    @Override
    public @Nullable VelMethod getMethod(@Nullable Object on, String name, @Nullable Object[] arguments, Info info) {
        return on == null ? null : new MethodCall(name);
    }

    @Override
    public @Nullable VelPropertyGet getPropertyGet(@Nullable Object of, String name, Info info) {
        return of == null ? null : new PropertyGet(name);
    }

    @Override
    public @Nullable VelPropertySet getPropertySet(
            @Nullable Object of, String name, @Nullable Object value, Info info) {
        return of instanceof Map ? new PropertySet(name) : null;
    }

    private record MethodCall(String name) implements VelMethod {
        @Override
        public @Nullable Object invoke(Object on, @Nullable Object[] arguments) {
            return TemplateValues.call(on, new Arguments(name, arguments));
        }

        @Override
        public boolean isCacheable() {
            return true;
        }

        @Override
        public String getMethodName() {
            return name;
        }

        @Override
        public @Nullable Method getMethod() {
            return null;
        }

        @Override
        public Class<?> getReturnType() {
            return Object.class;
        }
    }

    private record PropertyGet(String name) implements VelPropertyGet {
        @Override
        public @Nullable Object invoke(Object of) {
            return TemplateValues.property(of, name);
        }

        @Override
        public boolean isCacheable() {
            return true;
        }

        @Override
        public String getMethodName() {
            return name;
        }
    }

    private record PropertySet(String name) implements VelPropertySet {
        @Override
        public @Nullable Object invoke(Object of, @Nullable Object value) {
            Object[] put = {name, value};
            return TemplateValues.call(of, new Arguments("put", put));
        }

        @Override
        public boolean isCacheable() {
            return true;
        }

        @Override
        public String getMethodName() {
            return name;
        }
    }
}
