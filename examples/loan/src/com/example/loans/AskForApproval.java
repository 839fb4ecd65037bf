package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes the mail that asks for approval, with the two signed links that the server makes for the token. The mails of this
 * example are files in the folder {@code mail} beside the store. A server with a token file wants one of its secrets in the
 * environment variable {@code SKALD_SECRET}.
 */
public final class AskForApproval implements Handler {
    private final Path mail;

    public AskForApproval(Path data) {
        this.mail = data.resolve("mail");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws IOException, InterruptedException {
        JsonNode loan = input.node();
        String text = "To: credit officer\nSubject: loan " + loan.get("application").stringValue() + "\n\n"
                + loan.get("customer").stringValue() + " asks for " + loan.get("amount") + ", and has a score of "
                + loan.get("score") + ".\n\n" + links(loan) + "\n";
        Files.createDirectories(mail);
        Files.writeString(mail.resolve(fileName(step)), text);
        return Payload.EMPTY_OBJECT;
    }

    private static String fileName(StepContext step) {
        String arn = step.executionArn();
        return arn.substring(arn.lastIndexOf(':') + 1) + ".txt";
    }

    /** Under `skald run` nobody serves links: the scenario has the answers. */
    private static String links(JsonNode loan) throws IOException, InterruptedException {
        String server = loan.get("server").stringValue();
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("taskToken", loan.get("token").stringValue())
                .put("who", "credit officer")
                .toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/api/v1/task-links"))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body));
        String secret = System.getenv("SKALD_SECRET");
        if (secret != null) request.header("Authorization", "Bearer " + secret);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) return "No links: " + answer.body();
            JsonNode links = Payload.ofText(answer.body()).node();
            return "Approve: " + links.get("approve").stringValue() + "\nReject:  "
                    + links.get("reject").stringValue();
        } catch (ConnectException nobody) {
            return "No links: nobody listens at " + server + ". See `skald task list`.";
        }
    }
}
