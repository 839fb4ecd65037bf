import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes orders, and hears what has become of them. */
void main(String[] arguments) throws Exception {
    var service = new Service("order", arguments, """
            CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, item TEXT, quantity INTEGER, amount INTEGER,
            status TEXT NOT NULL)""");
    service.page("/orders", request -> order(service, request));
    service.hear(List.of("StockReserved", "PaymentFailed", "PaymentRefunded"), this::hear);
}

/** The same order again is the same order. */
ObjectNode order(Service service, HttpExchange request) throws Exception {
    JsonNode order = Service.JSON.readTree(Service.body(request));
    String id = order.path("orderId").asString();
    int made = service.update(
            "INSERT OR IGNORE INTO orders (id, item, quantity, amount, status) VALUES (?, ?, ?, ?, 'PENDING')",
            id,
            order.path("item").asString(),
            order.path("quantity").asInt(),
            order.path("amount").asInt());
    if (made == 1) service.send("OrderPlaced", id, ((ObjectNode) order).deepCopy());
    return Service.JSON.createObjectNode().put("orderId", id);
}

void hear(Service service, String type, JsonNode detail) throws java.sql.SQLException {
    String id = detail.path("orderId").asString();
    String status = type.equals("StockReserved") ? "CONFIRMED" : "REJECTED";
    service.update("UPDATE orders SET status = ? WHERE id = ?", status, id);
    String said = type.equals("StockReserved") ? "OrderConfirmed" : "OrderRejected";
    service.send(said, id, Service.JSON.createObjectNode());
}
