package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.template.Pseudo;
import dev.skald.deploy.template.TemplateScope;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${AWS::Region}</code>, <code>#{AWS::Region}</code>, <code>#{LogicalId}</code> and <code>#{LogicalId.Arn}</code> in every text. What is no name of the
 * project stays as it is: templates have <code>#{else}</code>.
 */
final class PseudoTexts {
    private static final Pattern NAME = Pattern.compile("[#$]\\{(AWS::\\w+)}|#\\{(\\w+)(?:\\.([\\w.]+))?}");

    private final Pseudo pseudo;
    private @Nullable TemplateScope scope;

    PseudoTexts(Pseudo pseudo) {
        this.pseudo = pseudo;
    }

    void use(TemplateScope names) {
        scope = names;
    }

    String replace(String text, Place place) {
        if (!text.contains("#{") && !text.contains("${AWS::")) return text;
        return NAME.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(value(name, place).orElseGet(name::group)));
    }

    private Optional<String> value(java.util.regex.MatchResult name, Place place) {
        if (name.group(1) != null) return pseudo.value(name.group(1));
        String id = name.group(2);
        if (scope == null || scope.resource(id).isEmpty()) return Optional.empty();
        String attribute = name.group(3);
        return (attribute == null ? scope.reference(id, place) : scope.attribute(id, attribute, place))
                .map(value -> value instanceof Scalar scalar
                        ? scalar.text()
                        : value.json().toString());
    }
}
