import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the money for orders that are placed, and gives it back when there is nothing to deliver. */
void main(String[] arguments) throws Exception {
    var service = new Service(
            "payment",
            arguments,
            "CREATE TABLE IF NOT EXISTS ledger (order_id TEXT, kind TEXT, amount INTEGER, PRIMARY KEY (order_id, kind))");
    service.hear(List.of("OrderPlaced", "StockRefused"), this::hear);
}

/** Nobody may spend more on one order. */
static final int AMOUNT_MAX = 1_000;

void hear(Service service, String type, JsonNode detail) throws SQLException {
    String id = detail.path("orderId").asString();
    if (type.equals("OrderPlaced")) charge(service, id, detail);
    else refund(service, id);
}

void charge(Service service, String id, JsonNode order) throws SQLException {
    int amount = order.path("amount").asInt();
    if (amount > AMOUNT_MAX) {
        service.send("PaymentFailed", id, Service.JSON.createObjectNode().put("reason", "over the limit"));
        return;
    }
    service.update("INSERT INTO ledger (order_id, kind, amount) VALUES (?, 'charge', ?)", id, amount);
    service.send("PaymentTaken", id, ((ObjectNode) order).deepCopy());
}

/** The compensation: an event asks for it, and an event tells of it. */
void refund(Service service, String id) throws SQLException {
    long amount = service.number("SELECT amount FROM ledger WHERE order_id = ? AND kind = 'charge'", id);
    service.update("INSERT INTO ledger (order_id, kind, amount) VALUES (?, 'refund', ?)", id, -amount);
    service.send("PaymentRefunded", id, Service.JSON.createObjectNode().put("amount", amount));
}
