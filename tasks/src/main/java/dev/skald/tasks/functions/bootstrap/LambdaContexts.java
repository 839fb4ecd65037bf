package dev.skald.tasks.functions.bootstrap;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS's {@code Context} and what hangs on it: interfaces of the function's class path, so that only a proxy can be one. */
final class LambdaContexts {
    private static final String AWS = "com.amazonaws.services.lambda.runtime.";

    private final ClassLoader loader;

    LambdaContexts(ClassLoader loader) {
        this.loader = loader;
    }

    /** What a method of an interface answers; null also for those that are not known. */
    private interface Answers {
        @Nullable
        Object to(Method method, Object[] arguments);
    }

    Object of(RuntimeClient.Event event) {
        return proxy("Context", (method, _) -> switch (method.getName()) {
            case "getAwsRequestId" -> event.requestId();
            case "getLogGroupName" -> System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
            case "getLogStreamName" -> System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
            case "getFunctionName" -> System.getenv("AWS_LAMBDA_FUNCTION_NAME");
            case "getFunctionVersion" -> System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
            case "getInvokedFunctionArn" -> event.functionArn();
            case "getRemainingTimeInMillis" -> remainingMillis(event);
            case "getMemoryLimitInMB" -> Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
            case "getClientContext" -> clientContext(event);
            case "getLogger" -> logger();
            case "getXrayTraceId" -> System.getProperty("com.amazonaws.xray.traceHeader");
            default -> null;
        });
    }

    private static int remainingMillis(RuntimeClient.Event event) {
        return Math.clamp(event.deadlineMillis() - System.currentTimeMillis(), 0, Integer.MAX_VALUE);
    }

    private Object logger() {
        return proxy("LambdaLogger", (_, arguments) -> {
            Object message = arguments[0];
            System.out.print(
                    message instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : message + "\n");
            return null;
        });
    }

    private @Nullable Object clientContext(RuntimeClient.Event event) {
        if (event.clientContext().isEmpty()) return null;
        JsonNode context = JsonMapper.shared().readTree(event.clientContext());
        return proxy("ClientContext", (method, _) -> switch (method.getName()) {
            case "getCustom" -> texts(context.path("custom"));
            case "getEnvironment" -> texts(context.path("env"));
            default -> null;
        });
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asString()));
        return texts;
    }

    private Object proxy(String face, Answers answers) {
        try {
            Class<?> type = Class.forName(AWS + face, false, loader);
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) return ofObject(proxy, face, method, arguments);
                return answers.to(method, arguments == null ? new Object[0] : arguments);
            };
            return Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler);
        } catch (ClassNotFoundException e) {
            throw new HandlerFault("Runtime.BadFunctionCode", "The class path has no " + AWS + face, e);
        }
    }

    private static Object ofObject(Object proxy, String face, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> face;
        };
    }
}
