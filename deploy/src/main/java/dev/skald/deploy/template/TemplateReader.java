package dev.skald.deploy.template;

import dev.skald.deploy.Resource;
import dev.skald.deploy.reading.Overlay;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the resources of a template into a draft. */
public final class TemplateReader {
    /** What is created at the configured endpoints. */
    public static final Set<String> CREATED = Set.of(
            "AWS::DynamoDB::Table",
            "AWS::S3::Bucket",
            "AWS::SQS::Queue",
            "AWS::SNS::Topic",
            "AWS::SSM::Parameter",
            "AWS::SecretsManager::Secret");

    /** What only lets things happen that happen here anyway, or is a part of something else. */
    private static final Map<String, String> HARMLESS = Map.ofEntries(
            Map.entry("AWS::IAM::", "permissions are not checked here"),
            Map.entry("AWS::Lambda::Permission", "permissions are not checked here"),
            Map.entry("AWS::SQS::QueuePolicy", "permissions are not checked here"),
            Map.entry("AWS::SNS::TopicPolicy", "permissions are not checked here"),
            Map.entry("AWS::S3::BucketPolicy", "permissions are not checked here"),
            Map.entry("AWS::Events::EventBusPolicy", "permissions are not checked here"),
            Map.entry("AWS::KMS::", "nothing is encrypted with keys of KMS here"),
            Map.entry("AWS::Logs::", "execution logs go where Skald is told to write them"),
            Map.entry("AWS::Lambda::Version", "the function itself stands for its versions"),
            Map.entry("AWS::Lambda::Alias", "the function itself stands for its aliases"),
            Map.entry("AWS::StepFunctions::StateMachineVersion", "no versions are published here"),
            Map.entry("AWS::StepFunctions::StateMachineAlias", "no aliases are published here"),
            Map.entry("AWS::ApiGateway::", "triggers answer under the address of Skald"),
            Map.entry("AWS::ApiGatewayV2::", "triggers answer under the address of Skald"),
            Map.entry("AWS::Scheduler::ScheduleGroup", "schedules are in no groups here"));

    /** Types that are parts of what is read, or only tell the CDK's own story. */
    private static final Set<String> SILENT = Set.of(
            "AWS::CDK::Metadata",
            "AWS::Lambda::LayerVersion",
            "AWS::Serverless::LayerVersion",
            "AWS::ApiGateway::Resource",
            "AWS::ApiGatewayV2::Integration");

    private static final int IDS_SHOWN = 10;

    private final TemplateContext context;
    private final SamApis apis = new SamApis();
    private final Map<String, List<String>> unread = new TreeMap<>();

    private TemplateReader(TemplateContext context) {
        this.context = context;
    }

    /** Makes the resources of templates known to a scope. */
    public static void declare(List<Mapping> templates, String path, TemplateScope scope) {
        for (Mapping template : templates) {
            if (template.members().get("Conditions") instanceof Mapping conditions)
                scope.addConditions(conditions.members());
            if (template.members().get("Mappings") instanceof Mapping mappings) scope.addMappings(mappings.members());
            if (!(template.members().get("Resources") instanceof Mapping resources)) continue;
            resources.members().forEach((id, value) -> {
                if (value instanceof Mapping mapping) scope.add(TemplateResource.of(id, path + "." + id, mapping));
                else
                    scope.reading()
                            .problem(value.place(), "`" + path + "." + id + "` must be a mapping, not " + value.kind());
            });
        }
    }

    /**
     * Reads what has been declared.
     *
     * @param globals SAM's {@code Globals}; empty where there are none
     * @param apiKeys values of keys that were generated before, by name
     */
    public static void read(
            TemplateScope scope, Draft draft, Assets assets, Mapping globals, Map<String, String> apiKeys) {
        new TemplateReader(new TemplateContext(scope, draft, assets, apiKeys)).read(globals);
    }

    private void read(Mapping globals) {
        List<TemplateResource> resources = context.scope().resources().stream()
                .filter(resource -> !resource.isDescribed())
                .filter(context.scope()::exists)
                .toList();
        Section section = Section.of(context.scope().intrinsics().evaluate(globals), "Globals", context.reading());
        apis.readGlobals(section);
        section.harmless("Function", "StateMachine", "SimpleTable", "LayerVersion");
        section.close();
        resources.forEach(this::apis);
        new RestApiReader(context).read(of(resources, "AWS::ApiGateway::Method"));
        resources.forEach(resource -> context.reading().part(() -> resource(resource, globals)));
        tellUnread();
        makeKey();
    }

    private static List<TemplateResource> of(List<TemplateResource> resources, String type) {
        return resources.stream().filter(each -> each.type().equals(type)).toList();
    }

    private void apis(TemplateResource resource) {
        if (resource.type().equals("AWS::Serverless::Api") || resource.type().equals("AWS::Serverless::HttpApi"))
            apis.read(context.scope().name(resource), context.section(resource));
    }

    private void resource(TemplateResource resource, Mapping globals) {
        switch (resource.type()) {
            case "AWS::StepFunctions::StateMachine" -> machine(resource, context.section(resource));
            case "AWS::Serverless::StateMachine" -> machine(resource, section(resource, globals, "StateMachine"));
            case "AWS::StepFunctions::Activity" ->
                context.draft().addActivity(context.scope().name(resource));
            case "AWS::Lambda::Function" -> function(resource, context.section(resource));
            case "AWS::Serverless::Function" -> function(resource, section(resource, globals, "Function"));
            case "AWS::Events::EventBus" ->
                context.draft().addBus(context.scope().name(resource));
            case "AWS::Events::Rule" -> closing(resource, new RuleReader(context)::rule);
            case "AWS::Scheduler::Schedule" -> closing(resource, new RuleReader(context)::schedule);
            case "AWS::Events::Connection" -> closing(resource, new ConnectionReader(context)::read);
            case "AWS::ApiGateway::ApiKey" -> closing(resource, this::apiKey);
            case "AWS::ApiGatewayV2::Route" -> new HttpApiReader(context).read(resource);
            case "AWS::ApiGateway::Method", "AWS::Serverless::Api", "AWS::Serverless::HttpApi" -> {}
            case "AWS::Serverless::SimpleTable" -> simpleTable(resource, section(resource, globals, "SimpleTable"));
            default -> other(resource);
        }
    }

    private interface Reader {
        void read(TemplateResource resource, Section section);
    }

    private void closing(TemplateResource resource, Reader reader) {
        try (Section section = context.section(resource)) {
            reader.read(resource, section);
        }
    }

    /** The properties of a resource laid over what {@code Globals} say of its kind. */
    private Section section(TemplateResource resource, Mapping globals, String kind) {
        Value under = globals.members().get(kind);
        return context.section(
                resource, under == null ? resource.properties() : Overlay.lay(resource.properties(), under));
    }

    private void machine(TemplateResource resource, Section section) {
        try (section) {
            context.reading().part(() -> new MachineReader(context).read(resource, section));
            String name = context.scope().name(resource);
            Target target = new Target.Machine(name, null, Map.of(), false, List.of(), Map.of(), null);
            new SamEvents(resource.id(), context.account().stateMachine(name), target, apis, context).read(section);
        }
    }

    private void function(TemplateResource resource, Section section) {
        try (section) {
            String name = new FunctionReader(context).read(resource, section);
            new SamEvents(resource.id(), context.account().function(name), new Target.Function(name), apis, context)
                    .read(section);
        }
    }

    private void apiKey(TemplateResource resource, Section section) {
        String name = context.scope().name(resource);
        section.harmless("Name", "Description", "StageKeys", "Tags", "CustomerId", "GenerateDistinctId");
        String value = section.text("Value")
                .orElseGet(() -> ApiKeys.value(name, resource.path(), context.apiKeys(), context.reading()));
        if (section.flag("Enabled", true)) context.draft().add(new ApiKey(name, value), section.place());
    }

    /** SAM makes a table with one key of it. */
    private void simpleTable(TemplateResource resource, Section section) {
        String name = context.scope().name(resource);
        Section key = section.section("PrimaryKey")
                .orElseGet(() -> Section.empty(section.place(), section.path("PrimaryKey"), section.reading()));
        String attribute = key.text("Name", "id");
        String type = key.text("Type", "String").substring(0, 1);
        String properties = """
                {"TableName": %s, "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [{"AttributeName": %s,
                "AttributeType": %s}], "KeySchema": [{"AttributeName": %s, "KeyType": "HASH"}]}""".formatted(quoted(name), quoted(attribute), quoted(type), quoted(attribute))
                .replace("\n", " ");
        context.draft().add(new Resource(resource.id(), "AWS::DynamoDB::Table", name, properties), section.place());
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.stringNode(text).toString();
    }

    private void other(TemplateResource resource) {
        if (CREATED.contains(resource.type())) created(resource);
        else if (!SILENT.contains(resource.type()))
            unread.computeIfAbsent(resource.type(), type -> new ArrayList<>()).add(resource.id());
    }

    private void created(TemplateResource resource) {
        Value properties = context.scope().intrinsics().evaluate(resource.properties());
        String name = context.scope().name(resource);
        context.draft()
                .add(
                        new Resource(
                                resource.id(),
                                resource.type(),
                                name,
                                properties.json().toString()),
                        resource.place());
    }

    /** One notice for each type: a stack of the CDK has dozens of roles. */
    private void tellUnread() {
        unread.forEach((type, ids) -> {
            String all = String.join(", ", ids.subList(0, Math.min(IDS_SHOWN, ids.size())))
                    + (ids.size() > IDS_SHOWN ? " and " + (ids.size() - IDS_SHOWN) + " more" : "");
            String why = HARMLESS.entrySet().stream()
                    .filter(each -> type.startsWith(each.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("Skald has nothing of this type");
            context.reading().unsupported("Resources", type + " (" + all + "): " + why);
        });
    }

    /** SAM makes a key where an API asks for one. */
    private void makeKey() {
        String name = context.scope().pseudo().stack();
        if (apis.asksForKeys() && !context.draft().hasApiKeys())
            context.draft()
                    .add(
                            new ApiKey(
                                    name,
                                    ApiKeys.value(name, "Auth.ApiKeyRequired", context.apiKeys(), context.reading())),
                            new Place(Path.of(""), 0));
    }
}
