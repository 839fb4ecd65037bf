package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.TimeLimit;
import dev.skald.core.Command;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.Interpreter;
import dev.skald.core.Work;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StoreException;
import dev.skald.engine.task.JobPerformer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An execution in memory, with its inbox. One turn at a time: take what waits, decide, encode, append, and after the
 * commit answer and see to the new work.
 *
 * <p>Whoever brings a request to an idle execution becomes the owner and runs the turn on its own thread. While an append
 * is under way it is owned, but holds no thread: the committer goes on with it. Only the owner touches the execution's
 * state; whoever wants to know something of it sends a {@link Request.Look}.
 */
final class LiveExecution implements TaskOwner {
    /** How many commands of callers may wait in one inbox. What the engine itself tells is bounded by open work. */
    static final int INBOX_MAX = 1_000;

    /** How often an execution whose turns break is loaded anew before it is set aside. */
    static final int BREAKDOWNS_MAX = 3;

    /** How often a turn is decided again because someone else appended first, before its callers are told. */
    static final int CONFLICTS_MAX = 3;

    /** The pause before the store is asked again for an execution that it could not read. */
    static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(LiveExecution.class);

    final long id;
    private final LiveExecutions all;
    private final Services services;

    private final ArrayDeque<Request> inbox = new ArrayDeque<>(4);
    private boolean owned;
    private boolean gone;
    private volatile Instant idleSince = Instant.MIN;

    // From here on: the owner's.
    private final OpenWork openWork;
    private final Journal journal;
    private @Nullable ExecutionRow row;
    private @Nullable MockedTasks mocked;
    private @Nullable Identity identity;
    private @Nullable Interpreter interpreter;
    private @Nullable Execution execution;
    private boolean abandoned;
    private boolean setAside;
    private long dispatchedTo;
    private long loadedTo;
    private int conflicts;
    private int breakdowns;

    /** One that is in the store. It is loaded when its first turn begins. */
    LiveExecution(long id, LiveExecutions all) {
        this.id = id;
        this.all = all;
        this.services = all.services();
        this.openWork = new OpenWork(this, services);
        this.journal = new Journal(services, openWork, true, all.sleepers()::noticeRest);
        this.journal.stored();
    }

    /**
     * A new one. Its first request must be {@link Request.Begin}.
     *
     * @param row as it will be stored, but for the instant of the start
     * @param durable whether anything of it is stored
     */
    LiveExecution(ExecutionRow row, Interpreter interpreter, boolean durable, LiveExecutions all) {
        this.id = row.id();
        this.all = all;
        this.services = all.services();
        this.openWork = new OpenWork(this, services);
        this.journal = new Journal(services, openWork, durable, all.sleepers()::noticeRest);
        this.row = row;
        this.mocked = MockedTasks.of(row, services.mocks()).orElse(null);
        this.identity = StoredExecutions.identity(row);
        this.interpreter = interpreter;
        this.execution = new Execution(this.identity);
    }

    // The inbox.

    /** Puts a request in; false when this object has left the memory, and the execution must be looked up anew. */
    @Override
    public boolean submit(Request request) {
        synchronized (inbox) {
            if (gone) return false;
            boolean asks = request instanceof Request.Ask || request instanceof Request.Redrive;
            if (asks && inbox.size() >= INBOX_MAX) throw Refusals.tooManyCommands();
            inbox.add(request);
            services.counts().commandsWaiting.increment();
            if (owned) return true;
            owned = true;
        }
        services.counts().turnBegins();
        proceed();
        return true;
    }

    private List<Request> take() {
        synchronized (inbox) {
            List<Request> taken = new ArrayList<>(inbox);
            inbox.clear();
            services.counts().commandsWaiting.add(-taken.size());
            return taken;
        }
    }

    private void putBack(List<Request> requests) {
        synchronized (inbox) {
            for (Request each : requests.reversed()) inbox.addFirst(each);
            services.counts().commandsWaiting.add(requests.size());
        }
    }

    private boolean nothingWaits() {
        synchronized (inbox) {
            return inbox.isEmpty();
        }
    }

    /** When it was last let go with nothing to do. */
    Instant idleSince() {
        return idleSince;
    }

    // Turns.

    /** Takes turns until nothing waits, or an append or a pause is under way. */
    private void proceed() {
        while (true) {
            List<Request> taken = take();
            if (services.counts().closing()) {
                refuse(taken, Refusals.closed());
                taken = List.of();
            }
            boolean goesOn = taken.isEmpty() ? !release() : takeTurn(taken);
            if (!goesOn) return;
        }
    }

    /** Takes a turn; true when the next one may follow at once. */
    private boolean takeTurn(List<Request> taken) {
        if (setAside) {
            refuse(taken, Refusals.broken(arn()));
            return true;
        }
        Execution current;
        try {
            current = loaded();
        } catch (StoreException unreadable) {
            LOG.warn("Execution {} cannot be read: {}", id, unreadable.getMessage());
            putBack(refuse(taken, Refusals.storeBroken()));
            pause();
            return false;
        } catch (RuntimeException | StackOverflowError broken) {
            breakDown(broken);
            putBack(refuse(taken, Refusals.broken(arn())));
            return true;
        }
        if (current != null) return decide(current, begun(current, taken));
        abandoned = true;
        refuse(taken, Refusals.executionDoesNotExist(arn()));
        return true;
    }

    private boolean decide(Execution current, List<Request> taken) {
        var turn = new Turn(this, current.lastSequence());
        try {
            takePart(turn, current, taken);
        } catch (RuntimeException | StackOverflowError broken) {
            breakDown(broken);
            putBack(turn.blame(taken, Refusals.broken(arn())));
            return true;
        }
        // Before the append: as soon as it is sent, another thread may go on with this execution.
        putBack(taken.subList(turn.requests().size(), taken.size()));
        return append(turn, current);
    }

    /** Sends the turn's append; true when there is none, and the turn is settled. */
    private boolean append(Turn turn, Execution current) {
        try {
            if (turn.rests()) turn.mayRest(openWork.idle(now()) && OpenWork.onlyWaits(current));
            if (!journal.append(turn, required(row), current)) return false;
        } catch (RuntimeException | StackOverflowError broken) {
            breakDown(broken);
            putBack(turn.blame(turn.requests(), Refusals.broken(arn())));
            return true;
        }
        settleOrBreakDown(turn);
        return true;
    }

    private void takePart(Turn turn, Execution current, List<Request> taken) {
        for (Request request : taken) {
            if (!turn.takes(request)) return;
            perform(turn, current, request);
        }
    }

    private void perform(Turn turn, Execution current, Request request) {
        switch (request) {
            case Request.Begin begin -> {
                decide(turn, current, new Command.Start(begin.input(), begin.caller()));
                turn.answer(() -> begun(begin));
            }
            case Request.Ask ask -> ask(turn, current, ask);
            case Request.Redrive redrive -> redrive(turn, current, redrive);
            case Request.Look look -> look.look().accept(current);
            case Request.Tell(var command) -> decide(turn, current, command);
            case Request.EndTask(var run, var command) -> {
                openWork.ended(run);
                decide(turn, current, command);
            }
            case Request.Tick() -> {
                // Before the timers: after a long outage the time-out of such a task is due as well, and says less.
                for (Command notRegistered : openWork.takeMissing(now())) decide(turn, current, notRegistered);
                for (Work.Timer due : openWork.takeDue(now()))
                    decide(turn, current, new Command.FireTimer(due.sequence()));
                openWork.lookAtJobs(now());
            }
            case Request.JobRuns(var run, var pause) -> {
                openWork.jobRuns(run, now().plus(pause));
                // It was woken to look: it rests again, until the next look.
                if (journal.atRest()) turn.wantRest();
            }
            case Request.LookAtJob(var sequence) -> openWork.lookAtJob(sequence);
            case Request.Rest() -> turn.wantRest();
            case Request.TakeUp() -> {}
        }
    }

    private void begun(Request.Begin begin) {
        ExecutionRow created = journal.created();
        row = created;
        all.entered(this, created.arn());
        begin.answer().complete(created);
    }

    private void ask(Turn turn, Execution current, Request.Ask ask) {
        Optional<ServiceException> refusal = CallbackCheck.refusal(current, ask.callback())
                .or(() -> Sagas.refusal(current, ask.command()))
                .or(() -> WaitingTasks.refusal(current, ask.command()));
        if (refusal.isPresent()) {
            turn.answer(() -> ask.answer().completeExceptionally(refusal.get()));
            return;
        }
        DecisionRow decision = ask.byPerson() ? Decisions.of(current, ask.command(), now()) : null;
        boolean decided = decide(turn, current, ask.command());
        if (decided && decision != null) turn.decides(decision);
        if (decided && ask.command() instanceof Command.StartActivity claim) turn.claims(claim.sequence());
        if (decided && ask.command() instanceof Command.CompleteTask done) openWork.endedRegularly(done.sequence());
        if (decided && ask.command() instanceof Command.FailTask done) openWork.endedRegularly(done.sequence());
        Instant stoppedAt = current.stopRequestedAt();
        var answer = new Request.Answer(decided, stoppedAt == null ? now() : stoppedAt);
        turn.answer(() -> ask.answer().complete(answer));
    }

    private void redrive(Turn turn, Execution current, Request.Redrive request) {
        String token = request.clientToken();
        Optional<Instant> before = token == null ? Optional.empty() : current.redrivenBy(token, now());
        Optional<ServiceException> refusal =
                before.isPresent() ? Optional.empty() : RedriveExecution.refusal(current, request, services.settings());
        if (refusal.isPresent()) {
            turn.answer(() -> request.answer().completeExceptionally(refusal.get()));
            return;
        }
        Instant at = before.orElseGet(() -> redriven(turn, current, request));
        turn.answer(() -> request.answer().complete(at));
    }

    private Instant redriven(Turn turn, Execution current, Request.Redrive request) {
        Request.Onto onto = request.onto();
        if (onto != null) interpreter = onto.interpreter();
        decide(turn, current, RedriveExecution.command(request));
        Instant at = required(current.redrivenAt());
        var change = new Append.RowChange.Redrive(current.redriveCount(), at, onto == null ? null : onto.definition());
        turn.redrives(change);
        return at;
    }

    private boolean decide(Turn turn, Execution current, Command command) {
        List<Event> decided = ScopedValue.where(
                        TimeLimit.CURRENT, services.parts().clock().expressionLimit())
                .call(() -> required(interpreter).decide(current, command, now()));
        return turn.add(decided);
    }

    /** Lets the execution go for now; false when a request came in between. */
    private boolean release() {
        Execution current = execution;
        Instant now = now();
        boolean idle = openWork.idle(now) && !setAside;
        boolean ended = current != null && current.settled();
        boolean unread = row == null;
        boolean restsOn = !abandoned && !ended && !unread && idle && journal.atRest();
        boolean leaves = abandoned || ended || unread || restsOn;
        Instant wakeAt = openWork.nextDueAt();
        if (idle) idleSince = now;
        boolean mayRest = idle && !leaves && journal.mayRest(required(row).type());
        synchronized (inbox) {
            if (!inbox.isEmpty()) return false;
            owned = false;
            gone = leaves;
        }
        services.counts().turnEnds();
        if (leaves) leave(ended ? current : null);
        // It may have been woken too early, by a clock that was set back since: someone must look again.
        if (restsOn) all.sleepers().noticeRest(wakeAt);
        if (mayRest) all.sleepers().noticeIdle(this, now);
        return true;
    }

    private void leave(@Nullable Execution ended) {
        openWork.close();
        all.left(this, identity == null ? null : identity.arn());
        if (ended != null) all.ended(id, ended);
    }

    // After an append.

    /** Goes on after what became of a turn's append is known. */
    void goOn(Turn turn) {
        settleOrBreakDown(turn);
        if (nothingWaits()) proceed();
        else services.parts().turns().execute(this::proceed);
    }

    private void settleOrBreakDown(Turn turn) {
        try {
            settle(turn);
        } catch (RuntimeException | StackOverflowError broken) {
            breakDown(broken);
        }
    }

    private void settle(Turn turn) {
        switch (turn.outcome()) {
            case Committer.Outcome.Known(Append.Result.Stored()) -> committed(turn);
            case Committer.Outcome.Known(Append.Result.Conflict()) -> conflicted(turn);
            case Committer.Outcome.Known(Append.Result.NameTaken(var existing)) -> nameTaken(turn, existing);
            case Committer.Outcome.Lost() -> lost(turn);
        }
    }

    private void committed(Turn turn) {
        Execution current = required(execution);
        conflicts = 0;
        if (turn.redrive() != null) row = Rows.redriven(required(row), turn.redrive());
        if (!turn.events().isEmpty()) {
            breakdowns = 0;
            services.listeners().committed(current.identity(), required(row), turn.events());
        }
        turn.claims().forEach(openWork::claimed);
        if (!current.settled()) {
            seeToWork(current, turn);
            return;
        }
        openWork.giveUpWhatIsOver(current);
        openWork.close();
    }

    private void seeToWork(Execution current, Turn turn) {
        if (turn.endsWork()) openWork.giveUpWhatIsOver(current);
        for (Work work : current.workAfter(dispatchedTo)) see(work);
        for (Event event : turn.events())
            if (event.detail() instanceof Event.TaskSubmitted)
                current.handedOver(event).ifPresent(this::see);
        dispatchedTo = current.lastSequence();
        openWork.setTimer(current);
    }

    private void see(Work work) {
        if (work instanceof Work.Continue) putLast(new Request.Tell(new Command.Continue()));
        else openWork.see(work, work.sequence() <= loadedTo);
    }

    private void putLast(Request request) {
        synchronized (inbox) {
            inbox.add(request);
            services.counts().commandsWaiting.increment();
        }
    }

    private void conflicted(Turn turn) {
        execution = null;
        conflicts++;
        if (!journal.isStored()) {
            abandon(turn);
            return;
        }
        boolean again = conflicts <= CONFLICTS_MAX;
        LOG.warn("Someone else appended to {} first; {}", arn(), again ? "deciding again" : "the callers are told");
        putBack(again ? turn.requests() : refuse(turn.requests(), Refusals.changedMeanwhile()));
        putLast(new Request.TakeUp());
    }

    private void nameTaken(Turn turn, ExecutionRow existing) {
        abandoned = true;
        for (Request request : turn.requests()) {
            if (!(request instanceof Request.Begin begin)) continue;
            if (StartExecution.isSameStart(existing, required(row)))
                begin.answer().complete(existing);
            else begin.answer().completeExceptionally(StartExecution.alreadyExists(existing.arn()));
        }
    }

    /** What callers asked had no effect, and they are told; what the engine itself has to tell is told again. */
    private void lost(Turn turn) {
        execution = null;
        if (!journal.isStored()) {
            abandon(turn);
            return;
        }
        putBack(refuse(turn.requests(), Refusals.notStored()));
        putLast(new Request.TakeUp());
    }

    private void abandon(Turn turn) {
        abandoned = true;
        refuse(turn.requests(), Refusals.notStored());
    }

    // Loading, and what can go wrong.

    /** The state, loaded when it is not here; null when there is no such execution. */
    private @Nullable Execution loaded() {
        if (execution != null) return execution;
        ExecutionRow found = services.stored().row(id).orElse(null);
        if (found == null) return null;
        row = found;
        identity = StoredExecutions.identity(found);
        mocked = MockedTasks.of(found, services.mocks()).orElse(null);
        interpreter = services.definitions().compiled(found).interpreter();
        journal.load(found);
        openWork.forgetTimers();
        Execution current = load(found);
        openWork.know(current);
        journal.know(current);
        execution = current;
        dispatchedTo = 0;
        all.entered(this, found.arn());
        return current;
    }

    private Execution load(ExecutionRow found) {
        if (found.type() == MachineType.EXPRESS && !found.status().terminal()) {
            loadedTo = Long.MAX_VALUE;
            return new Execution(required(identity));
        }
        Execution folded = mocked == null
                ? services.stored().fold(found)
                : services.stored().fold(found, this::seen);
        loadedTo = folded.lastSequence();
        return folded;
    }

    /** A mocked task's attempts are counted from the first one on. */
    private void seen(Event event, Execution after) {
        if (mocked == null || !(event.detail() instanceof Event.TaskScheduled)) return;
        Work work = after.outstanding(event.sequence()).orElse(null);
        if (work instanceof Work.RunTask task) mocked.index(task.state(), task.sequence());
        if (work instanceof Work.OfferActivity offer) mocked.index(offer.state(), offer.sequence());
    }

    // An EXPRESS execution is in no journal: after a crash it begins again, with the same keys.
    private List<Request> begun(Execution current, List<Request> taken) {
        if (current.startedAt() != null || taken.getFirst() instanceof Request.Begin) return taken;
        List<Request> begun = new ArrayList<>();
        Event.ExecutionStarted started = services.stored().started(required(row));
        begun.add(new Request.Tell(new Command.Start(started.input(), started.caller())));
        begun.addAll(taken);
        return begun;
    }

    private void pause() {
        var retry = new Timers.Timer(this::proceed);
        services.timers().set(retry, now().plus(RETRY_PAUSE));
    }

    /** A broken invariant stops the turn: its state is thrown away. When that happens again and again, all turns stop. */
    private void breakDown(Throwable broken) {
        execution = null;
        breakdowns++;
        LOG.atError().addKeyValue("executionArn", arn()).setCause(broken).log("A turn of {} broke", arn());
        if (breakdowns < BREAKDOWNS_MAX && journal.isStored()) {
            putLast(new Request.TakeUp());
            return;
        }
        LOG.error("Execution {} is set aside until the engine is opened anew", arn());
        setAside = true;
        all.countSetAside();
        abandoned = !journal.isStored();
        openWork.close();
    }

    /** Refuses what callers wait for; returns the rest. */
    private static List<Request> refuse(List<Request> requests, ServiceException refusal) {
        List<Request> rest = new ArrayList<>();
        for (Request request : requests) if (!Turn.refuse(request, refusal)) rest.add(request);
        return rest;
    }

    private Instant now() {
        return services.parts().clock().now();
    }

    /** Who this is. Known to the owner once it is loaded. */
    @Override
    public Identity identity() {
        return required(identity);
    }

    @Override
    public @Nullable JobPerformer mock(Work.RunTask task) {
        return mocked == null ? null : mocked.performer(task).orElse(null);
    }

    /** Ends a task that whoever has its token would end, if its end is mocked. */
    void endIfMocked(Work.AwaitCallback task) {
        if (mocked != null) mocked.end(task.state(), task.sequence()).ifPresent(end -> putLast(new Request.Tell(end)));
    }

    /** Starts and ends a task that a worker would do, if its end is mocked. */
    boolean endIfMocked(Work.OfferActivity task) {
        Command end = mocked == null
                ? null
                : mocked.end(task.state(), task.sequence()).orElse(null);
        if (end == null) return false;
        putLast(new Request.Tell(new Command.StartActivity(task.sequence(), null)));
        putLast(new Request.Tell(end));
        return true;
    }

    /** Who runs its Map Runs. */
    MapRuns mapRuns() {
        return all.mapRuns();
    }

    /** The tasks for which nobody is here. Only for the owner. */
    Collection<SagaDescription.Waiting> missing() {
        return openWork.missing();
    }

    /** Its row, as it was when the execution began or was loaded. Only for the owner. */
    ExecutionRow row() {
        return required(row);
    }

    private String arn() {
        return identity == null ? "number " + id : identity.arn();
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) throw new IllegalStateException("the execution is not loaded");
        return value;
    }
}
