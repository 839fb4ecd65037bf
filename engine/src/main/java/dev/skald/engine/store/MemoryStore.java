package dev.skald.engine.store;

import dev.skald.core.Status;
import dev.skald.engine.store.Append.Result;
import dev.skald.engine.store.Append.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store that forgets everything with its process. Passes the same contract test as the others, and keeps its contents
 * when an engine on it is closed or dropped: a restart, for tests and simulations.
 */
public final class MemoryStore implements Store {
    private final NavigableMap<Long, Journal> journals = new TreeMap<>();
    private final Map<Name, Long> names = new HashMap<>();
    private final NavigableMap<String, MachineRow> machinesByName = new TreeMap<>();
    private final MemoryVersions versions = new MemoryVersions();
    private final MemoryMapRuns mapRuns = new MemoryMapRuns();
    private final MemoryWaitingTasks waiting = new MemoryWaitingTasks();
    private final MemoryDecisions decisions = new MemoryDecisions();
    private final MemoryEvents events = new MemoryEvents(decisions);
    private final MemoryFailures failures = new MemoryFailures();
    private final NavigableMap<String, ActivityRow> activitiesByName = new TreeMap<>();
    private final Map<String, Definition> definitions = new HashMap<>();
    private final TreeSet<Due> wakes = byInstant();
    private final TreeSet<Due> ended = byInstant();
    private final TreeSet<Due> parked = byInstant();
    private final TreeSet<Long> awake = new TreeSet<>();
    private long open;
    private long nextId = 1;

    private record Name(String stateMachineArn, String name) {}

    /** An instant of an execution: when it wakes, when it ended, since when something of it is parked. */
    private record Due(Instant at, long id) {}

    private static TreeSet<Due> byInstant() {
        return new TreeSet<>(Comparator.comparing(Due::at).thenComparingLong(Due::id));
    }

    private static final class Chunk {
        private final long last;
        private final byte[] events;

        private Chunk(long last, byte[] events) {
            this.last = last;
            this.events = events;
        }
    }

    private static final class Definition {
        private final String text;
        private int users;

        private Definition(String text) {
            this.text = text;
        }
    }

    /** Everything of one execution. */
    private static final class Journal {
        private final List<Chunk> chunks = new ArrayList<>(2);
        private final Set<Long> appendIds = new HashSet<>(4);
        private ExecutionRow row;
        private long lastSequence;
        private @Nullable Snapshot snapshot;
        private Append.@Nullable Failure failure;
        private @Nullable Instant parkedSince;

        private Journal(ExecutionRow row) {
            this.row = row;
        }
    }

    // Writing.

    @Override
    public synchronized List<Result> commit(List<Append> appends) {
        List<Result> results = new ArrayList<>(appends.size());
        for (Append append : appends) results.add(apply(append));
        return results;
    }

    private Result apply(Append append) {
        ExecutionRow created = created(append.change());
        if (created != null) return create(append, created);
        Journal journal = journals.get(append.executionId());
        if (journal == null || journal.lastSequence != append.expectedLastSequence()) return new Result.Conflict();
        store(append, journal);
        boolean wasOpen = !journal.row.settled();
        waiting.change(journal.row, append.waiting());
        decisions.add(journal.row.stateMachineArn(), append.decisions());
        if (append.change() != null) change(journal, append.change());
        change(journal, append.saga());
        if (wasOpen != !journal.row.settled()) open += wasOpen ? -1 : 1;
        events.appended(journal.row, append);
        return new Result.Stored();
    }

    private static @Nullable ExecutionRow created(@Nullable RowChange change) {
        return switch (change) {
            case RowChange.Create c -> c.row();
            case RowChange.CreateAtRest c -> c.row();
            case RowChange.CreateEnded c -> c.row();
            case RowChange.Rest _, RowChange.Wake _, RowChange.End _, RowChange.Redrive _, RowChange.RedriveEnded _ ->
                null;
            case null -> null;
        };
    }

    private Result create(Append append, ExecutionRow row) {
        if (journals.containsKey(row.id())) return new Result.Conflict();
        var name = new Name(row.stateMachineArn(), row.name());
        Long taken = names.get(name);
        if (taken != null) return new Result.NameTaken(journal(taken).row);
        var journal = new Journal(row.withState(Status.RUNNING, null, false, null));
        names.put(name, row.id());
        journals.put(row.id(), journal);
        use(row.definitionHash());
        mapRuns.created(row);
        awake.add(row.id());
        store(append, journal);
        waiting.change(row, append.waiting());
        afterCreation(journal, append.change());
        change(journal, append.saga());
        if (!journal.row.settled()) open++;
        events.appended(row, append);
        return new Result.Stored();
    }

    private void afterCreation(Journal journal, @Nullable RowChange creation) {
        if (creation instanceof RowChange.CreateAtRest created) change(journal, created.rest());
        if (creation instanceof RowChange.CreateEnded created) change(journal, created.end());
    }

    private static void store(Append append, Journal journal) {
        if (append.events().length == 0) return;
        journal.chunks.add(new Chunk(append.lastSequence(), append.events()));
        journal.appendIds.add(append.appendId());
        journal.lastSequence = append.lastSequence();
    }

    private void change(Journal journal, RowChange change) {
        switch (change) {
            case RowChange.Rest(var wakeAt, var snapshot) -> {
                journal.snapshot = new Snapshot(journal.lastSequence, snapshot);
                replace(journal, journal.row.withRest(true, wakeAt));
            }
            case RowChange.Wake() -> replace(journal, journal.row.withRest(false, null));
            case RowChange.End(var status, var stoppedAt, var runClass, var failure) -> {
                journal.snapshot = null;
                replace(journal, journal.row.ended(status, stoppedAt, runClass));
                ended.add(new Due(stoppedAt, journal.row.id()));
                journal.failure = failure;
            }
            case RowChange.Redrive redrive -> redrive(journal, redrive);
            case RowChange.RedriveEnded(var redrive, var end) -> {
                redrive(journal, redrive);
                change(journal, end);
            }
            case RowChange.Create _, RowChange.CreateAtRest _, RowChange.CreateEnded _ ->
                throw new IllegalArgumentException("made already: " + journal.row.arn());
        }
    }

    private void change(Journal journal, Append.@Nullable SagaChange saga) {
        if (saga == null) return;
        long id = journal.row.id();
        if (journal.parkedSince != null) parked.remove(new Due(journal.parkedSince, id));
        journal.parkedSince = saga.parkedSince();
        if (saga.parkedSince() != null) parked.add(new Due(saga.parkedSince(), id));
        replace(journal, journal.row.withSagaStatus(saga.status()));
    }

    private void redrive(Journal journal, RowChange.Redrive redrive) {
        ExecutionRow old = journal.row;
        journal.failure = null;
        if (old.stoppedAt() != null) ended.remove(new Due(old.stoppedAt(), old.id()));
        Append.Definition onto = redrive.definition();
        replace(journal, old.redriven(redrive.redriveCount(), redrive.redrivenAt(), onto == null ? null : onto.hash()));
        if (onto == null) return;
        definitions.computeIfAbsent(onto.hash(), _ -> new Definition(onto.text()));
        use(onto.hash());
        release(old.definitionHash());
    }

    private void replace(Journal journal, ExecutionRow row) {
        long id = row.id();
        Instant old = journal.row.wakeAt();
        if (old != null) wakes.remove(new Due(old, id));
        if (row.wakeAt() != null) wakes.add(new Due(row.wakeAt(), id));
        if (row.settled() || row.atRest()) awake.remove(id);
        else awake.add(id);
        journal.row = row;
    }

    @Override
    public synchronized long reserveExecutionIds(int count) {
        long first = nextId;
        nextId += count;
        return first;
    }

    @Override
    public synchronized int purge(Instant stoppedBefore, int limit) {
        Set<Long> undoing = journals.values().stream()
                .map(journal -> journal.row)
                .filter(row -> row.status().terminal()
                        && !row.settled()
                        && row.origin().root() != null)
                .map(row -> row.origin().root())
                .collect(Collectors.toSet());
        List<ExecutionRow> old = ended.stream()
                .takeWhile(end -> end.at.isBefore(stoppedBefore))
                .map(end -> journal(end.id).row)
                .filter(row -> row.settled() && !undoing.contains(row.origin().root()))
                .filter(row -> !isWanted(row.origin().root(), stoppedBefore))
                .limit(limit)
                .toList();
        old.forEach(this::delete);
        return old.size();
    }

    /** Whether the execution that may have to undo others stays. */
    private boolean isWanted(@Nullable Long root, Instant stoppedBefore) {
        Journal journal = root == null ? null : journals.get(root);
        if (journal == null) return false;
        Instant stoppedAt = journal.row.stoppedAt();
        return !journal.row.settled() || stoppedAt == null || !stoppedAt.isBefore(stoppedBefore);
    }

    private void delete(ExecutionRow row) {
        journals.remove(row.id());
        if (row.stoppedAt() != null) ended.remove(new Due(row.stoppedAt(), row.id()));
        names.remove(new Name(row.stateMachineArn(), row.name()));
        release(row.definitionHash());
        mapRuns.deleted(row);
        decisions.delete(row.id());
    }

    // Reading.

    @Override
    public synchronized boolean stored(long executionId, long appendId) {
        Journal journal = journals.get(executionId);
        return journal != null && journal.appendIds.contains(appendId);
    }

    @Override
    public synchronized Optional<ExecutionRow> execution(long id) {
        return Optional.ofNullable(journals.get(id)).map(journal -> journal.row);
    }

    @Override
    public synchronized Optional<ExecutionRow> execution(String stateMachineArn, String name) {
        Long id = names.get(new Name(stateMachineArn, name));
        return id == null ? Optional.empty() : Optional.of(journal(id).row);
    }

    @Override
    public synchronized List<ExecutionRow> executions(ExecutionQuery query) {
        return journals.headMap(query.beforeId(), false).descendingMap().values().stream()
                .map(journal -> journal.row)
                .filter(row -> matches(row, query))
                .limit(query.limit())
                .toList();
    }

    private static boolean matches(ExecutionRow row, ExecutionQuery query) {
        String through = query.startedThrough();
        boolean asked = through == null
                || through.equals(row.origin().versionArn())
                || through.equals(row.origin().aliasArn())
                || (row.origin().mapItem() != null
                        && through.equals(row.origin().mapItem().mapRunArn()));
        if (!asked) return false;
        if (query.stateMachineArn() != null && !query.stateMachineArn().equals(row.stateMachineArn())) return false;
        if (query.status() != null && query.status() != row.status()) return false;
        if (!query.sagaStatuses().isEmpty() && !query.sagaStatuses().contains(row.sagaStatus())) return false;
        if (query.runClass() != null && query.runClass() != row.runClass()) return false;
        if (query.redriven() != null && query.redriven() != row.redriveCount() > 0) return false;
        return row.searchAttributes()
                .entrySet()
                .containsAll(query.searchAttributes().entrySet());
    }

    @Override
    public synchronized List<ExecutionRow> awake(long afterId, int limit) {
        return rows(awake.tailSet(afterId, false).stream(), limit);
    }

    @Override
    public synchronized List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return rows(wakes.stream().takeWhile(wake -> !wake.at.isAfter(instant)).map(Due::id), limit);
    }

    private List<ExecutionRow> rows(Stream<Long> ids, int limit) {
        return ids.limit(limit).map(id -> journal(id).row).toList();
    }

    @Override
    public synchronized long openExecutions() {
        return open;
    }

    @Override
    public synchronized Optional<Snapshot> snapshot(long executionId) {
        return Optional.ofNullable(journals.get(executionId)).map(journal -> journal.snapshot);
    }

    @Override
    public synchronized List<byte[]> chunks(long executionId, long fromSequence, int limit) {
        Journal journal = journals.get(executionId);
        if (journal == null) return List.of();
        return journal.chunks.stream()
                .filter(chunk -> chunk.last >= fromSequence)
                .limit(limit)
                .map(chunk -> chunk.events)
                .toList();
    }

    @Override
    public synchronized Optional<byte[]> lastChunk(long executionId) {
        Journal journal = journals.get(executionId);
        if (journal == null || journal.chunks.isEmpty()) return Optional.empty();
        return Optional.of(journal.chunks.getLast().events);
    }

    private Journal journal(long id) {
        Journal journal = journals.get(id);
        if (journal == null) throw new IllegalStateException("no execution " + id);
        return journal;
    }

    // The catalogue.

    @Override
    public synchronized void putMachine(MachineRow machine) {
        definitions.computeIfAbsent(machine.definitionHash(), hash -> new Definition(machine.definition()));
        use(machine.definitionHash());
        MachineRow old = machinesByName.put(machine.name(), machine);
        if (old != null) release(old.definitionHash());
    }

    @Override
    public synchronized Optional<MachineRow> machine(String arn) {
        return Optional.ofNullable(machinesByName.get(nameIn(arn)))
                .filter(machine -> machine.arn().equals(arn));
    }

    @Override
    public synchronized List<MachineRow> machines(@Nullable String afterName, int limit) {
        return page(machinesByName, afterName, limit);
    }

    @Override
    public synchronized void deleteMachine(String arn) {
        machine(arn).ifPresent(machine -> {
            machinesByName.remove(machine.name());
            release(machine.definitionHash());
            for (VersionRow version : versions.deleteAll(arn)) release(version.definitionHash());
        });
    }

    @Override
    public synchronized void putVersion(VersionRow version) {
        definitions.computeIfAbsent(version.definitionHash(), hash -> new Definition(version.definition()));
        use(version.definitionHash());
        versions.put(version);
    }

    @Override
    public synchronized Optional<VersionRow> version(String stateMachineArn, int number) {
        return Optional.ofNullable(versions.of(stateMachineArn).get(number));
    }

    @Override
    public synchronized List<VersionRow> versions(String stateMachineArn, int beforeNumber, int limit) {
        return versions.list(stateMachineArn, beforeNumber, limit);
    }

    @Override
    public synchronized int lastVersion(String stateMachineArn) {
        return versions.last(stateMachineArn);
    }

    @Override
    public synchronized void deleteVersion(String stateMachineArn, int number) {
        VersionRow gone = versions.of(stateMachineArn).remove(number);
        if (gone != null) release(gone.definitionHash());
    }

    @Override
    public synchronized void putAlias(AliasRow alias) {
        versions.aliasesOf(alias.stateMachineArn()).put(alias.name(), alias);
    }

    @Override
    public synchronized Optional<AliasRow> alias(String stateMachineArn, String name) {
        return versions.alias(stateMachineArn, name);
    }

    @Override
    public synchronized List<AliasRow> aliases(String stateMachineArn, @Nullable String afterName, int limit) {
        return versions.listAliases(stateMachineArn, afterName, limit);
    }

    @Override
    public synchronized void deleteAlias(String stateMachineArn, String name) {
        versions.aliasesOf(stateMachineArn).remove(name);
    }

    @Override
    public synchronized Optional<String> definition(String definitionHash) {
        return Optional.ofNullable(definitions.get(definitionHash)).map(definition -> definition.text);
    }

    private void use(String hash) {
        Definition definition = definitions.get(hash);
        if (definition != null) definition.users++;
    }

    private void release(String hash) {
        Definition definition = definitions.get(hash);
        if (definition != null && --definition.users == 0) definitions.remove(hash);
    }

    @Override
    public synchronized void putActivity(ActivityRow activity) {
        activitiesByName.put(activity.name(), activity);
    }

    @Override
    public synchronized Optional<ActivityRow> activity(String arn) {
        return Optional.ofNullable(activitiesByName.get(nameIn(arn)))
                .filter(activity -> activity.arn().equals(arn));
    }

    @Override
    public synchronized List<ActivityRow> activities(@Nullable String afterName, int limit) {
        return page(activitiesByName, afterName, limit);
    }

    @Override
    public synchronized void deleteActivity(String arn) {
        activity(arn).ifPresent(activity -> activitiesByName.remove(activity.name()));
    }

    private static String nameIn(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static <T> List<T> page(NavigableMap<String, T> byName, @Nullable String afterName, int limit) {
        NavigableMap<String, T> rest = afterName == null ? byName : byName.tailMap(afterName, false);
        return rest.values().stream().limit(limit).toList();
    }

    // Map Runs.

    @Override
    public synchronized void putMapRun(MapRunRow run) {
        mapRuns.put(run);
    }

    @Override
    public synchronized Optional<MapRunRow> mapRun(String arn) {
        return mapRuns.one(arn);
    }

    @Override
    public synchronized List<MapRunRow> mapRuns(long executionId, long beforeSequence, int limit) {
        return mapRuns.of(executionId, beforeSequence, limit);
    }

    @Override
    public synchronized List<MapRunRow> runningMapRuns(@Nullable String afterArn, int limit) {
        return mapRuns.running(afterArn, limit);
    }

    @Override
    public synchronized List<ExecutionRow> children(String mapRunArn, long fromIndex, int limit) {
        return rows(mapRuns.children(mapRunArn, fromIndex).stream(), limit);
    }

    @Override
    public synchronized List<ChildCount> childCounts(String mapRunArn) {
        return MemoryMapRuns.counts(children(mapRunArn, 0, Integer.MAX_VALUE));
    }

    @Override
    public EventStore events() {
        return events;
    }

    // At a glance.

    @Override
    public synchronized List<WaitingTaskRow> waitingTasks(WaitingTaskQuery query) {
        return waiting.list(query);
    }

    @Override
    public synchronized List<ParkedRow> parked(ParkedQuery query) {
        var after = new Due(query.after().since(), query.after().executionId());
        return parked.tailSet(after, false).stream()
                .map(due -> new ParkedRow(journal(due.id).row, due.at))
                .filter(one -> query.stateMachineArn() == null
                        || MachineArns.includes(
                                query.stateMachineArn(), one.row().stateMachineArn()))
                .limit(query.limit())
                .toList();
    }

    @Override
    public List<DecisionRow> decisions(DecisionQuery query) {
        return decisions.list(query);
    }

    @Override
    public synchronized List<MachineCounts> machineCounts(int limit) {
        Map<String, MachineCounts> counts = new TreeMap<>();
        journals.values().forEach(journal -> count(counts, MemoryCounts.of(journal.row)));
        waiting.countByMachine((arn, tasks) -> count(counts, MemoryCounts.waiting(arn, tasks)));
        return counts.values().stream().filter(MemoryCounts::any).limit(limit).toList();
    }

    @Override
    public synchronized List<RunSample> recentRuns(@Nullable String stateMachineArn, int limit) {
        return journals.descendingMap().values().stream()
                .map(journal -> journal.row)
                .filter(row -> stateMachineArn == null || stateMachineArn.equals(row.stateMachineArn()))
                .limit(limit)
                .map(RunSample::of)
                .toList();
    }

    @Override
    public synchronized List<ExecutionRow> oldestOpen(String stateMachineArn, int limit) {
        return journals.values().stream()
                .map(journal -> journal.row)
                .filter(row ->
                        row.status() == Status.RUNNING && row.stateMachineArn().equals(stateMachineArn))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<FailureGroup> failures(FailureQuery query) {
        MemoryFailures.Grouping grouping = failures.grouping();
        journals.descendingMap().values().stream()
                .filter(journal -> MemoryFailures.matches(journal.row, query))
                .filter(journal -> journal.failure != null)
                .limit(FAILURES_COUNTED_MAX)
                .forEach(journal -> grouping.add(journal.row, Objects.requireNonNull(journal.failure)));
        return grouping.groups(query.limit());
    }

    @Override
    public synchronized void acknowledge(Acknowledgement acknowledgement) {
        failures.acknowledge(acknowledgement);
    }

    private static void count(Map<String, MachineCounts> counts, MachineCounts one) {
        counts.merge(one.stateMachineArn(), one, MachineCounts::plus);
    }

    /** Closes nothing: what was stored is still there for the next engine on this store. */
    @Override
    public void close() {}
}
