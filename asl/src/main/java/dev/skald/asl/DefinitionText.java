package dev.skald.asl;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Definitions as text that people read: the same definition in JSON and in YAML. Comments are lost on the way. */
public final class DefinitionText {
    private static final ObjectWriter JSON = JsonMapper.shared()
            .writer()
            .with(new DefaultPrettyPrinter()
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
                    .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n")));

    private DefinitionText() {}

    /** A definition in JSON or YAML as JSON; empty for text that is neither, or no object. */
    public static Optional<String> json(String definition) {
        return Asl.tree(definition).map(tree -> JSON.writeValueAsString(tree) + "\n");
    }

    /** A definition in JSON or YAML as YAML; empty for text that is neither, or no object. */
    public static Optional<String> yaml(String definition) {
        return Asl.tree(definition).map(Yaml::of);
    }

    /** Loaded only when there is YAML to write. */
    private static final class Yaml {
        private static final YAMLMapper QUOTED = YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
                .build();

        private static final YAMLMapper PLAIN = QUOTED.rebuild()
                .enable(
                        YAMLWriteFeature.MINIMIZE_QUOTES,
                        YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS,
                        YAMLWriteFeature.LITERAL_BLOCK_STYLE)
                .build();

        static String of(ObjectNode tree) {
            String plain = PLAIN.writeValueAsString(tree);
            return means(plain, tree) ? plain : QUOTED.writeValueAsString(tree);
        }

        /** Without quotes some texts would be read as something else: the definition itself tells. */
        private static boolean means(String yaml, JsonNode tree) {
            try {
                return Asl.tree(yaml).filter(tree::equals).isPresent();
            } catch (JacksonException unreadable) {
                return false;
            }
        }
    }
}
