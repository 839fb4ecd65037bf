package dev.skald.tasks.functions.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A handler in any of the forms that Lambda takes: a class with AWS's {@code RequestHandler} or {@code RequestStreamHandler},
 * or a method of any class, whose parameters are an event, AWS's {@code Context}, or streams.
 */
final class LambdaHandler {
    private static final String AWS = "com.amazonaws.services.lambda.runtime.";
    private static final String HANDLE_REQUEST = "handleRequest";
    private static final Set<Integer> METHOD_PARAMETERS = Set.of(0, 1, 2, 3);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build();

    private final Object instance;
    private final Method method;
    private final JavaType eventType;
    private final LambdaContexts contexts;

    private LambdaHandler(Object instance, Method method, LambdaContexts contexts) {
        this.instance = instance;
        this.method = method;
        this.eventType = eventType(instance.getClass(), method);
        this.contexts = contexts;
    }

    /**
     * Loads a handler.
     *
     * @param name {@code pkg.Class} or {@code pkg.Class::method}
     * @throws HandlerFault when there is no such handler
     */
    static LambdaHandler load(String name, ClassLoader loader) throws ReflectiveOperationException {
        int colons = name.indexOf("::");
        Class<?> type = type(colons < 0 ? name : name.substring(0, colons), loader);
        Method method = method(type, colons < 0 ? HANDLE_REQUEST : name.substring(colons + 2));
        if (!method.trySetAccessible()) throw fault("cannot call " + method, null);
        return new LambdaHandler(instance(type, method), method, new LambdaContexts(loader));
    }

    private static Class<?> type(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new HandlerFault("java.lang.ClassNotFoundException", "Class not found: " + name, e);
        }
    }

    /** Of several methods of that name the one with most parameters, as on Lambda; never one that the compiler made. */
    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .filter(method -> METHOD_PARAMETERS.contains(method.getParameterCount()))
                .max(Comparator.comparingInt(Method::getParameterCount))
                .orElseThrow(() -> fault(
                        "No public method named " + name + " with appropriate method signature found on class "
                                + type.getName(),
                        null));
    }

    private static Object instance(Class<?> type, Method method) throws ReflectiveOperationException {
        if (Modifier.isStatic(method.getModifiers())) return type;
        try {
            Constructor<?> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw fault("Class " + type.getName() + " has no public zero-argument constructor", e);
        }
    }

    private static HandlerFault fault(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return cause == null
                ? new HandlerFault("Runtime.BadFunctionCode", message)
                : new HandlerFault("Runtime.BadFunctionCode", message, cause);
    }

    /** The type of the event: what the class says of AWS's interface, or the method's first parameter. */
    private static JavaType eventType(Class<?> type, Method method) {
        if (method.getParameterCount() == 0) return JSON.constructType(Object.class);
        if (method.getName().equals(HANDLE_REQUEST))
            for (Class<?> above = type; above != null; above = above.getSuperclass())
                for (Type face : above.getGenericInterfaces())
                    if (face instanceof ParameterizedType of
                            && of.getRawType().getTypeName().equals(AWS + "RequestHandler"))
                        return JSON.constructType(of.getActualTypeArguments()[0]);
        return JSON.constructType(method.getGenericParameterTypes()[0]);
    }

    /** The result as JSON, or whatever the handler wrote to its stream. */
    byte[] handle(RuntimeClient.Event event) throws ReflectiveOperationException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Class<?>[] types = method.getParameterTypes();
        Object[] parameters = new Object[types.length];
        for (int i = 0; i < types.length; i++) parameters[i] = parameter(types[i], i, event, written);
        Object result = method.invoke(instance, parameters);
        if (List.of(types).contains(OutputStream.class)) return written.toByteArray();
        return serialised(result);
    }

    private Object parameter(Class<?> type, int place, RuntimeClient.Event event, OutputStream written) {
        if (type == InputStream.class) return new ByteArrayInputStream(event.body());
        if (type == OutputStream.class) return written;
        if (type.getName().equals(AWS + "Context")) return contexts.of(event);
        if (place > 0)
            throw fault("Parameter " + (place + 1) + " of " + method + " is neither an event nor a context", null);
        return read(event.body());
    }

    private Object read(byte[] body) {
        try {
            return JSON.readValue(body, eventType);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("An error occurred during JSON parsing", e);
        }
    }

    private static byte[] serialised(Object result) {
        try {
            return JSON.writeValueAsBytes(result);
        } catch (JacksonException e) {
            // A type of its own: the handler has done its work.
            throw new HandlerFault(
                    "Runtime.MarshalError", "An error occurred during JSON serialization of response", e);
        }
    }
}
