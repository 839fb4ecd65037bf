package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the names of a Task and of what it calls say about it, in English: all that plain ASL has to go by. */
final class UndoWords {
    private static final List<String> UNDO = List.of(
            "undo",
            "cancel",
            "refund",
            "releas",
            "rollback",
            "revert",
            "revers",
            "restor",
            "compensat",
            "unreserv",
            "unbook",
            "unblock",
            "withdraw",
            "reimburs",
            "annul",
            "rescind",
            "void",
            "delet",
            "remov");

    private static final List<String> TELL = List.of(
            "notif", "alert", "alarm", "report", "mail", "email", "sms", "log", "publish", "inform", "tell", "warn",
            "apolog", "page");

    /** Services that only tell somebody. */
    private static final Set<String> TELLING = Set.of("sns", "events", "aws-sdk:ses", "aws-sdk:sesv2", "aws-sdk:sns");

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private UndoWords() {}

    static boolean undoes(LintedState state, TaskState task) {
        return names(state, task).stream().anyMatch(name -> startsAWord(name, UNDO));
    }

    static boolean tells(LintedState state, TaskState task) {
        boolean service = task.resource() instanceof TaskResource.Integration integration
                && TELLING.contains(integration.service());
        return service || names(state, task).stream().anyMatch(name -> startsAWord(name, TELL));
    }

    private static boolean startsAWord(String name, List<String> beginnings) {
        String[] words = NO_LETTERS.split(name);
        for (int i = 0; i < words.length; i++) {
            String word = words[i].toLowerCase(Locale.ROOT);
            String two = i + 1 < words.length ? word + words[i + 1].toLowerCase(Locale.ROOT) : word;
            if (beginnings.stream().anyMatch(each -> word.startsWith(each) || two.startsWith(each))) return true;
        }
        return false;
    }

    private static List<String> names(LintedState state, TaskState task) {
        List<String> names = new ArrayList<>(List.of(state.name()));
        switch (task.resource()) {
            case TaskResource.LambdaFunction(String arn) -> names.add(function(arn));
            case TaskResource.Activity(String arn) -> names.add(arn.substring(arn.lastIndexOf(':') + 1));
            case TaskResource.Integration integration -> {
                names.add(integration.action());
                for (String field : List.of("Parameters", "Arguments")) {
                    JsonNode called = state.node().path(field).path("FunctionName");
                    if (called.isString()) names.add(function(called.stringValue()));
                }
            }
        }
        return names;
    }

    /** The name in an ARN of a function; the whole text when it is a name. */
    private static String function(String nameOrArn) {
        String[] parts = nameOrArn.split(":", 8);
        return parts.length > 6 ? parts[6] : nameOrArn;
    }
}
