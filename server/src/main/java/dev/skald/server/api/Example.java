package dev.skald.server.api;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Something to try on a server that knows no functions: the services that its machine calls are machines themselves.
 *
 * @param name that of its machine, and of the file with the definition
 * @param services the machines that it starts, by name; {@code ${NAME}} in the definition stands for the ARN of one
 */
record Example(String name, String title, String text, List<String> services, List<Run> runs) {
    /** @param input as JSON */
    record Run(String name, String text, String input) {}

    static final List<Example> ALL = List.of(
            new Example(
                    "example-order",
                    "An order that is undone",
                    "A saga of three steps, each with what undoes it. See what happens when one of them fails.",
                    List.of("example-step"),
                    List.of(
                            run(
                                    "ship-fails",
                                    "Shipping fails: the payment is refunded, then the stock is released.",
                                    order(4711, "", "", "CarrierOnStrike", "")),
                            run(
                                    "declined",
                                    "The card is declined, which is no surprise: the stock is released.",
                                    order(4712, "", "Declined", "", "")),
                            run(
                                    "undo-fails",
                                    "Shipping fails, and the stock cannot be released: that waits at the desk.",
                                    order(4714, "", "", "CarrierOnStrike", "StockSystemDown")),
                            run("delivered", "All goes well.", order(4713, "", "", "", "")))),
            new Example(
                    "example-approval",
                    "A purchase that a person decides on",
                    "It waits at the desk until somebody approves or rejects it.",
                    List.of("example-step"),
                    List.of(run("ask", "A chair for 240 euros.", "{'purchase': 'chair', 'euros': 240}"))),
            new Example(
                    "example-map",
                    "Two hundred letters, some without a stamp",
                    "A Map in distributed mode: each item is an execution of its own.",
                    List.of(),
                    List.of(run("letters", "200 letters, 20 at a time.", "{'letters': 200}"))));

    private static String order(int number, String reserve, String charge, String ship, String release) {
        return "{'order': " + number + ", 'failing': {'reserve': '" + reserve + "', 'charge': '" + charge
                + "', 'ship': '" + ship + "', 'release': '" + release + "'}}";
    }

    private static Run run(String name, String text, String input) {
        return new Run(name, text, input.replace('\'', '"'));
    }

    static Optional<Example> named(String name) {
        return ALL.stream().filter(example -> example.name.equals(name)).findFirst();
    }

    Optional<Run> runNamed(String run) {
        return runs.stream().filter(each -> each.name.equals(run)).findFirst();
    }

    /**
     * Deploys its machines, those that are there already excepted: somebody may have changed them. Returns the ARN of its
     * own.
     */
    String deploy(Skald skald) {
        String definition = definition(name);
        for (String service : services)
            definition = definition.replace("${" + service + "}", deploy(skald, service, definition(service)));
        return deploy(skald, name, definition);
    }

    private static String deploy(Skald skald, String name, String definition) {
        try {
            return new ReadMachines(skald).arn(name);
        } catch (ServiceException absent) {
            if (!absent.code().equals("StateMachineDoesNotExist")) throw absent;
            return skald.deploy(name, definition, MachineType.STANDARD);
        }
    }

    Payload input(Run run) {
        return Payload.ofText(run.input);
    }

    /** The text of its machine, or of a service, as it comes with Skald. */
    static String definition(String machine) {
        String resource = "/dev/skald/server/examples/" + machine + ".asl.yaml";
        try (InputStream in = Example.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("no " + resource);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
