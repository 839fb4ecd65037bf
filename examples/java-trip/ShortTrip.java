import dev.skald.engine.Skald;
import dev.skald.engine.saga.Saga;
import dev.skald.engine.saga.SagaResult;
import java.nio.file.Path;

record Trip(String city, int persons) {}

/** A whole program with a saga. Nobody drives to Atlantis: then nothing stays booked. */
void main(String[] args) throws Exception {
    Saga<Trip> saga = Saga.named("book-trip", Trip.class)
            .knownErrors(IllegalArgumentException.class)
            .step("BookFlight", String.class, trip -> "flight to " + trip.city())
            .compensate(undo -> IO.println("cancel " + undo.record().orElse("what may have been booked")))
            .step("ReserveHotel", String.class, trip -> "hotel in " + trip.city())
            .compensate(undo -> IO.println("release " + undo.record().orElse("what may have been reserved")))
            .step("OrderTransfer", (trip, step) -> {
                if (trip.city().equals("Atlantis")) throw new IllegalArgumentException("nobody drives there");
            })
            .noCompensation("it is ordered last")
            .build();
    try (Skald skald = Skald.at(Path.of(args[0])).register(saga).open()) {
        SagaResult result = skald.run(saga, args[1], new Trip(args[1], 2));
        IO.println(args[1] + ": " + result.sagaStatus());
    }
}
