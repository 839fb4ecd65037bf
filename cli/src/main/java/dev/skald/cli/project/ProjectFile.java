package dev.skald.cli.project;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.deploy.reading.MalformedText;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one {@code skald.yml}. Made for one reading. */
final class ProjectFile {
    /** Machine and scenario names become parts of ARNs and execution names (80 characters with the run's number). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private static final int SCENARIOS_MAX = 1_000;

    private final Path file;
    private final Path folder;
    private final Reading reading = new Reading();

    ProjectFile(Path file) {
        this.file = file;
        Path parent = file.getParent();
        this.folder = parent == null ? Path.of("") : parent;
    }

    Project read(String text) throws InvalidProjectException {
        Value root = parse(text);
        Map<String, Value> members = reading.members(
                root, "a project file", "machines", "functions", "sources", "scenarios", "report", "settings");
        Project project = new Project(
                folder,
                folderIn(members.get("sources")),
                machines(members.get("machines")),
                functions(members.get("functions")),
                scenarios(members.get("scenarios"), names(members.get("machines"))),
                reading.text(members.get("report"), "`report`"),
                settings(members.get("settings")));
        if (!reading.problems().isEmpty()) throw new InvalidProjectException(file, reading.problems());
        return project;
    }

    private Value parse(String text) throws InvalidProjectException {
        try {
            return YamlText.read(file, text);
        } catch (MalformedText e) {
            throw new InvalidProjectException(file, List.of(new ProjectProblem(Math.max(1, e.line()), e.message())));
        }
    }

    // Machines: `order: order.asl.yaml`, or a mapping.

    private Map<String, MachineFile> machines(@Nullable Value member) {
        Map<String, MachineFile> machines = new LinkedHashMap<>();
        reading.named(member, "`machines`", (name, value) -> {
            checkName(value.line(), "machine", name);
            MachineFile machine = value instanceof Value.Scalar
                    ? machine(reading.text(value, "the machine"), MachineType.STANDARD, Set.of(), value.line())
                    : machine(value);
            if (machine != null) machines.put(name, machine);
        });
        return machines;
    }

    /** Of a machine with a problem the name is known all the same. */
    private static Set<String> names(@Nullable Value machines) {
        return machines != null && machines instanceof Value.Mapping mapping
                ? mapping.members().keySet()
                : Set.of();
    }

    private @Nullable MachineFile machine(Value member) {
        Map<String, Value> members = reading.members(member, "a machine", "definition", "type", "undo");
        MachineType type = reading.word(members.get("type"), "type", MachineType.class);
        Set<String> undo = new LinkedHashSet<>(reading.texts(members.get("undo"), "`undo`"));
        String definition = reading.neededText(members, "definition", member.line(), "a machine");
        return machine(definition, type == null ? MachineType.STANDARD : type, undo, member.line());
    }

    private @Nullable MachineFile machine(@Nullable String definition, MachineType type, Set<String> undo, int line) {
        if (definition == null) return null;
        Path path = folder.resolve(definition);
        if (!Files.isRegularFile(path)) reading.problem(line, "there is no file " + path);
        else undo = withCompensations(path, type, undo, line);
        return new MachineFile(path, type, undo, line);
    }

    /** A definition that is invalid is told of when it is deployed. */
    private Set<String> withCompensations(Path definition, MachineType type, Set<String> undo, int line) {
        if (!(Asl.parse(text(definition, line), type) instanceof Asl.Parsed.Valid valid)) return undo;
        Set<String> states = valid.machine().states().keySet();
        for (String state : undo) if (!states.contains(state)) reading.unknown(line, "state", state, states);
        Set<String> all = new LinkedHashSet<>(undo);
        all.addAll(valid.machine().compensations().keySet());
        return all;
    }

    private String text(Path definition, int line) {
        try {
            return Files.readString(definition);
        } catch (IOException e) {
            reading.problem(line, definition + " cannot be read: " + e);
            return "";
        }
    }

    private void checkName(int line, String what, String name) {
        if (!NAME.matcher(name).matches())
            reading.problem(line, what + " names are letters, digits, - and _, at most 60: not `" + name + "`");
    }

    // Functions: `charge: com.acme.Charge`, or a mapping with the place of its classes.

    private Map<String, FunctionClass> functions(@Nullable Value member) {
        Map<String, FunctionClass> functions = new LinkedHashMap<>();
        reading.named(member, "`functions`", (name, value) -> {
            FunctionClass function = function(value);
            if (function != null) functions.put(name, function);
        });
        return functions;
    }

    private @Nullable FunctionClass function(Value member) {
        if (member instanceof Value.Scalar) {
            String handler = reading.text(member, "the function");
            return handler == null ? null : new FunctionClass(List.of(), handler, member.line());
        }
        Map<String, Value> members = reading.members(member, "a function", "handler", "jar", "classes");
        String handler = reading.neededText(members, "handler", member.line(), "a function");
        List<Path> classPath = Stream.concat(
                        paths(members.get("jar"), "`jar`"), paths(members.get("classes"), "`classes`"))
                .toList();
        return handler == null ? null : new FunctionClass(classPath, handler, member.line());
    }

    private Stream<Path> paths(@Nullable Value member, String what) {
        if (member == null) return Stream.empty();
        List<Path> paths =
                reading.texts(member, what).stream().map(folder::resolve).toList();
        for (Path path : paths) if (!Files.exists(path)) reading.problem(member.line(), "there is no " + path);
        return paths.stream();
    }

    private @Nullable Path folderIn(@Nullable Value member) {
        String text = reading.text(member, "`sources`");
        if (text == null || member == null) return null;
        Path path = folder.resolve(text);
        if (!Files.isDirectory(path)) reading.problem(member.line(), "there is no folder " + path);
        return path;
    }

    // Scenarios.

    private List<Scenario> scenarios(@Nullable Value member, Set<String> machines) {
        List<Scenario> scenarios = new ArrayList<>();
        if (member == null || Reading.isNothing(member)) return scenarios;
        if (!(member instanceof Value.Sequence sequence)) {
            reading.problem(member.line(), "`scenarios` must be a list, not " + member.kind());
            return scenarios;
        }
        if (sequence.items().size() > SCENARIOS_MAX)
            reading.problem(member.line(), "there may be at most " + SCENARIOS_MAX + " scenarios");
        Set<String> names = new HashSet<>();
        for (Value item : sequence.items()) {
            Scenario scenario = scenario(item, machines);
            if (scenario == null) continue;
            scenarios.add(scenario);
            if (!names.add(scenario.name()))
                reading.problem(item.line(), "two scenarios are named `" + scenario.name() + "`");
        }
        return scenarios;
    }

    private @Nullable Scenario scenario(Value item, Set<String> machines) {
        Map<String, Value> members =
                reading.members(item, "a scenario", "name", "machine", "input", "answers", "expect");
        String name = reading.neededText(members, "name", item.line(), "a scenario");
        String machine = reading.neededText(members, "machine", item.line(), "a scenario");
        Scenario.Expected expected = expected(members.get("expect"));
        if (name == null || machine == null) return null;
        checkName(item.line(), "scenario", name);
        if (!machines.contains(machine)) reading.unknown(item.line(), "machine", machine, machines);
        return new Scenario(name, machine, input(members.get("input")), answers(members.get("answers")), expected);
    }

    private Map<String, Scenario.Answer> answers(@Nullable Value member) {
        Map<String, Scenario.Answer> answers = new LinkedHashMap<>();
        reading.named(member, "`answers`", (state, value) -> {
            Scenario.Answer answer = answer(value);
            if (answer != null) answers.put(state, answer);
        });
        return answers;
    }

    private Scenario.@Nullable Answer answer(Value member) {
        Map<String, Value> members = reading.members(member, "an answer", "output", "error", "cause", "who", "why");
        String who = reading.neededText(members, "who", member.line(), "an answer");
        String why = reading.neededText(members, "why", member.line(), "an answer");
        Value output = members.get("output");
        if (output != null && members.containsKey("error"))
            reading.problem(member.line(), "an answer has `output` or `error`, not both");
        if (who == null || why == null) return null;
        return new Scenario.Answer(
                output == null ? null : Payload.of(output.json()),
                reading.text(members.get("error"), "`error`"),
                reading.text(members.get("cause"), "`cause`"),
                who,
                why);
    }

    private static Payload input(@Nullable Value member) {
        return member == null ? Payload.EMPTY_OBJECT : Payload.of(member.json());
    }

    private Scenario.Expected expected(@Nullable Value member) {
        if (member == null) return new Scenario.Expected(Status.SUCCEEDED, null, null, null);
        Map<String, Value> members = reading.members(member, "`expect`", "status", "error", "output", "class");
        Status status = reading.word(members.get("status"), "status", Status.class);
        Value output = members.get("output");
        if (status != null && !status.terminal()) reading.problem(member.line(), "a scenario cannot end as " + status);
        String error = reading.text(members.get("error"), "`error`");
        return new Scenario.Expected(
                status != null ? status : error == null ? Status.SUCCEEDED : Status.FAILED,
                error,
                output == null ? null : output.json(),
                reading.text(members.get("class"), "`class`"));
    }

    // Settings.

    private Map<Setting, String> settings(@Nullable Value member) {
        Map<String, Setting> known = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) known.put(setting.key(), setting);
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        reading.named(member, "`settings`", (name, value) -> {
            Setting setting = known.get(name);
            if (setting == null) reading.unknown(value.line(), "setting", name, known.keySet());
            else put(settings, setting, value);
        });
        return settings;
    }

    private void put(Map<Setting, String> settings, Setting setting, Value member) {
        String text = setting.kind() == Setting.Kind.LIST
                ? String.join(",", reading.texts(member, setting.key()))
                : reading.text(member, setting.key());
        if (text == null) return;
        settings.put(setting, isPath(setting, text) ? folder.resolve(text).toString() : text);
    }

    private static boolean isPath(Setting setting, String text) {
        return switch (setting.kind()) {
            case PATH -> true;
            case OUTPUT -> !text.equals(Setting.STANDARD_OUTPUT);
            case TEXT, INTEGER, LIST -> false;
        };
    }
}
