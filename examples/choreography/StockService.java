import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reserves what was paid. There are 100 books and no vases: who orders a vase gets the money back. */
void main(String[] arguments) throws Exception {
    var service = new Service(
            "stock",
            arguments,
            "CREATE TABLE IF NOT EXISTS stock (item TEXT PRIMARY KEY, quantity INTEGER NOT NULL)",
            "CREATE TABLE IF NOT EXISTS reserved (order_id TEXT PRIMARY KEY, item TEXT, quantity INTEGER)",
            "INSERT OR IGNORE INTO stock (item, quantity) VALUES ('book', 100), ('vase', 0)");
    service.hear(List.of("PaymentTaken"), this::reserve);
}

void reserve(Service service, String type, JsonNode order) throws SQLException {
    String id = order.path("orderId").asString();
    String item = order.path("item").asString();
    int quantity = order.path("quantity").asInt();
    int taken = service.update(
            "UPDATE stock SET quantity = quantity - ? WHERE item = ? AND quantity >= ?", quantity, item, quantity);
    if (taken == 0) {
        service.send("StockRefused", id, Service.JSON.createObjectNode().put("reason", "not in stock"));
        return;
    }
    service.update("INSERT INTO reserved (order_id, item, quantity) VALUES (?, ?, ?)", id, item, quantity);
    service.send("StockReserved", id, Service.JSON.createObjectNode().put("item", item));
}
