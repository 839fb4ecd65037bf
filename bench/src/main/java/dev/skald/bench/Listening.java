package dev.skald.bench;

import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An engine and its server in this process, on a free port, observed as in {@code skald server}. */
record Listening(Skald skald, SkaldServer server) implements AutoCloseable {
    static Listening open(SkaldBuilder engine) throws IOException {
        Observation observation = new Observation();
        Skald skald = engine.listener(observation).open();
        try {
            return new Listening(skald, SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(0), observation));
        } catch (IOException cannotListen) {
            skald.close();
            throw cannotListen;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    /** The parameters of a start, of the execution that all loads over HTTP start. */
    static String startOf(String stateMachineArn) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("stateMachineArn", stateMachineArn);
        parameters.put("input", Machines.ORDER.text());
        return parameters.toString();
    }

    @Override
    public void close() {
        server.close();
        skald.close();
    }
}
