package com.example.trip;

import dev.skald.core.Status;
import dev.skald.engine.Skald;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.saga.SagaResult;
import dev.skald.engine.saga.Step;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Books trips, each a flight, a hotel and a transfer, or none of them: {@code JavaTrip FOLDER [COUNT [PREFIX [MILLIS]]]}.
 *
 * <p>Kill it whenever you like and start it again: what was open goes on. Nobody drives to Atlantis; of the transfer to
 * Vineta nobody hears whether it was ordered. In both cases nothing stays booked.
 */
public final class JavaTrip {
    private static final List<String> CITIES = List.of("Oslo", "Atlantis", "Lisbon", "Vineta");
    private static final int TRIPS_AT_ONCE = 16;
    private static final int TRIPS_MAX = 100_000;

    private final Bookings flights;
    private final Bookings hotels;
    private final Bookings transfers;
    private final Saga<Trip> saga;

    private JavaTrip(Path folder, long millis) throws SQLException {
        flights = new Bookings(folder, "flight", millis);
        hotels = new Bookings(folder, "hotel", millis);
        transfers = new Bookings(folder, "transfer", millis);
        saga = Saga.named("trip", Trip.class)
                .knownErrors(NoTransfer.class)
                .step("BookFlight", Long.class, (trip, step) -> flights.book(step.key(), name(step), trip.city()))
                .compensate(flights::cancel)
                .step("ReserveHotel", Long.class, (trip, step) -> hotels.book(step.key(), name(step), trip.city()))
                .compensate(hotels::cancel)
                .step("OrderTransfer", Long.class, this::orderTransfer)
                .compensate(transfers::cancel)
                .build();
    }

    private static String name(Step step) {
        String execution = step.context().executionArn();
        return execution.substring(execution.lastIndexOf(':') + 1);
    }

    private Long orderTransfer(Trip trip, Step step) throws Exception {
        if (trip.city().equals("Atlantis")) throw new NoTransfer(trip.city());
        long number = transfers.book(step.key(), name(step), trip.city());
        if (trip.city().equals("Vineta")) throw new IllegalStateException("the line went dead");
        return number;
    }

    public static void main(String... arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int count = arguments.length < 2 ? CITIES.size() : Integer.parseInt(arguments[1]);
        String prefix = arguments.length < 3 ? "trip" : arguments[2];
        long millis = arguments.length < 4 ? 400 : Long.parseLong(arguments[3]);
        var program = new JavaTrip(folder, millis);
        try (Skald skald = Skald.at(folder.resolve("skald.db")).register(program.saga).open()) {
            program.run(skald, count, prefix);
            for (ExecutionRow open : trips(skald, Status.RUNNING)) skald.await(open.arn(), Skald.RUN_AT_MOST);
            System.exit(program.balances(skald) ? 0 : 1);
        }
    }

    private void run(Skald skald, int count, String prefix) throws Exception {
        var room = new Semaphore(TRIPS_AT_ONCE);
        List<Future<?>> trips = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                String name = prefix + "-" + i;
                var trip = new Trip(CITIES.get(i % CITIES.size()), 2);
                room.acquire();
                trips.add(threads.submit(() -> {
                    try {
                        System.out.println(line(name, trip, skald.run(saga, name, trip)));
                    } finally {
                        room.release();
                    }
                }));
            }
        }
        for (Future<?> trip : trips) trip.get();
    }

    private static String line(String name, Trip trip, SagaResult result) {
        String what = result.succeeded()
                ? "flight %d, hotel %d, transfer %d".formatted(
                        result.result("BookFlight", Long.class),
                        result.result("ReserveHotel", Long.class),
                        result.result("OrderTransfer", Long.class))
                : result.sagaStatus() + ", " + result.runClass().orElseThrow() + ": "
                        + result.error().orElse("");
        return "%-10s %-9s %s".formatted(name, trip.city(), what);
    }

    private static List<ExecutionRow> trips(Skald skald, Status status) {
        return skald.listExecutions(new ExecutionQuery(null, status, Map.of(), Long.MAX_VALUE, TRIPS_MAX));
    }

    /** Whether a trip that succeeded is booked with all, and any other with none. */
    private boolean balances(Skald skald) throws SQLException {
        var booked = trips(skald, Status.SUCCEEDED).stream().map(ExecutionRow::name).toList();
        boolean balances = true;
        for (Bookings each : List.of(flights, hotels, transfers))
            balances &= each.trips().equals(new TreeSet<>(booked));
        System.out.println(
                balances
                        ? "The books balance: " + booked.size() + " trips are booked with all three, the others with none."
                        : "The books do not balance.");
        return balances;
    }
}
