package dev.skald.deploy.template;

import dev.skald.deploy.Machine;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads machines: {@code AWS::StepFunctions::StateMachine} and {@code AWS::Serverless::StateMachine}. */
final class MachineReader {
    private final TemplateContext context;

    MachineReader(TemplateContext context) {
        this.context = context;
    }

    void read(TemplateResource resource, Section machine) {
        String name = context.scope().name(resource);
        machine.harmless("Name", "StateMachineName");
        machine.unsupported(
                "permissions are not checked here", "Role", "RoleArn", "RolePath", "Policies", "PermissionsBoundary");
        machine.unsupported("there is no X-Ray here", "Tracing", "TracingConfiguration");
        machine.unsupported("nothing is encrypted with keys of KMS here", "EncryptionConfiguration");
        machine.unsupported(
                "no versions or aliases are published here",
                "AutoPublishAlias",
                "DeploymentPreference",
                "UseAliasAsEventTarget");
        machine.harmless("PropagateTags");
        String typed =
                machine.text("Type").or(() -> machine.text("StateMachineType")).orElse(null);
        String type = Definition.type(typed, machine.place(), context.reading());
        Substitutions substitutions = substitutions(machine);
        Optional<Value> definition = definition(machine, substitutions);
        if (definition.isEmpty())
            context.reading().problem(machine.place(), "`" + machine.path() + "` needs a definition");
        definition.ifPresent(value -> add(name, type, value, machine));
    }

    private void add(String name, String type, Value definition, Section machine) {
        String text = Definition.text(definition, type, machine.path(), context.reading());
        String logging = machine.section("Logging")
                .or(() -> machine.section("LoggingConfiguration"))
                .map(LoggingConfiguration::ofTemplate)
                .orElse(null);
        context.draft().add(new Machine(name, type, text, logging, Tags.of(machine, "Tags")), machine.place());
    }

    private static Substitutions substitutions(Section machine) {
        Map<String, String> values = new LinkedHashMap<>();
        machine.named("DefinitionSubstitutions")
                .forEach((name, value) -> values.put(
                        name,
                        value instanceof Scalar scalar
                                ? scalar.text()
                                : value.json().toString()));
        return new Substitutions(values);
    }

    private Optional<Value> definition(Section machine, Substitutions substitutions) {
        Optional<Value> inline = machine.value("Definition").map(value -> substitutions.in(value));
        Optional<Value> text = machine.value("DefinitionString").map(value -> ofText(value, substitutions));
        Optional<Value> file = Stream.of("DefinitionUri", "DefinitionS3Location")
                .flatMap(key -> machine.value(key).stream())
                .findFirst()
                .flatMap(value -> ofFile(value, substitutions));
        return inline.or(() -> text).or(() -> file);
    }

    private Value ofText(Value value, Substitutions substitutions) {
        if (!(value instanceof Scalar scalar)) return substitutions.in(value);
        return context.reading().parse(substitutions.inJson(scalar.text()), scalar.place());
    }

    /** A path, or an object in the bucket for assets. */
    private Optional<Value> ofFile(Value value, Substitutions substitutions) {
        Optional<Path> file =
                value instanceof Scalar scalar ? Optional.of(context.assets().resolve(scalar)) : asset(value);
        if (file.isEmpty())
            context.reading()
                    .problem(value.place(), "only definitions beside the template are read, not " + value.json());
        return file.map(path -> ofFile(path, value.place(), substitutions));
    }

    private Optional<Path> asset(Value value) {
        return value instanceof Mapping mapping && mapping.members().get("Key") instanceof Scalar key
                ? context.assets().byKey(key.text())
                : Optional.empty();
    }

    /** In JSON a placeholder may stand for a number, where the file is no JSON before it is replaced. */
    private Value ofFile(Path file, Place from, Substitutions substitutions) {
        if (!file.toString().endsWith(".json"))
            return substitutions.in(context.reading().value(file, from));
        String text = context.reading().text(file, from);
        return context.reading().parseFile(substitutions.inJson(text), file);
    }
}
