package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceAnswer.Answered;
import dev.skald.tasks.aws.ServiceAnswer.NotSent;
import dev.skald.tasks.aws.ServiceAnswer.Refused;
import dev.skald.tasks.aws.ServiceAnswer.TooLarge;
import dev.skald.tasks.aws.ServiceAnswer.Unreadable;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Calls through the clients that tasks have. */
record SdkCalls(AwsServices services) implements ServiceCalls {
    @Override
    public boolean isConfigured(String service) {
        return services.settings().endpointOf(service).isPresent();
    }

    @Override
    public ObjectNode call(String service, String action, ObjectNode parameters)
            throws ServiceFailure, InterruptedException {
        try {
            ServiceClient client = services.client(service);
            ServiceAnswer answer = client.call(
                    client.operation(action), parameters, UUID.randomUUID().toString(), AwsServices.timeMax(service));
            return switch (answer) {
                case Answered answered -> client.json(answered);
                case Refused refused -> throw refused(refused);
                case NotSent unsent -> throw new ServiceFailure("", "cannot be reached: " + unsent.cause());
                case Unreadable unread -> throw new ServiceFailure("", "gave no answer: " + unread.cause());
                case TooLarge _ -> throw new ServiceFailure("", "gave an answer that is too large");
            };
        } catch (UnknownService | UnusableParameters unusable) {
            throw new ServiceFailure("", String.valueOf(unusable.getMessage()));
        }
    }

    private static ServiceFailure refused(Refused refused) {
        var details = Optional.ofNullable(refused.error().awsErrorDetails());
        String code = details.map(each -> each.errorCode()).orElse("");
        String message =
                details.map(each -> each.errorMessage()).orElse(refused.error().getMessage());
        int status = refused.error().statusCode();
        return new ServiceFailure(
                code == null || code.isBlank() ? String.valueOf(status) : code, String.valueOf(message));
    }
}
