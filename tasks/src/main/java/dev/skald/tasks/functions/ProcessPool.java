package dev.skald.tasks.functions;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of one function: started on demand, used again, stopped when idle or when their code has changed. */
final class ProcessPool {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);

    /** With a debugger nothing times out; even so, nothing waits for ever. */
    private static final Duration DEBUGGED = Duration.ofHours(24);

    /** How long a process may take, after its answer, to ask for the next event, whatever its time-out leaves it. */
    private static final Duration NEXT_TIME_MIN = Duration.ofSeconds(1);

    /** How long an invocation waits for a process that has just answered, before it starts another one. */
    private static final long FINISHING_MILLIS_MAX = 50;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_FOUND = 404;

    private final FunctionDefinition function;
    private final FunctionSettings settings;
    private final FunctionLaunches launches;
    private final ProcessSlots slots;
    private final FunctionLog log;
    private final boolean debugged;
    private final Semaphore permits;
    private final AtomicInteger pending = new AtomicInteger();

    /** To unpack, bundle and look for programs may take minutes: nothing but that is done under this lock. */
    private final ReentrantLock preparing = new ReentrantLock();

    private final Deque<FunctionProcess> idle = new ArrayDeque<>();
    private final Set<FunctionProcess> all = new HashSet<>();
    private volatile FunctionLaunches.@Nullable Prepared prepared;
    private int finishing;
    private boolean retired;

    ProcessPool(
            FunctionDefinition function,
            FunctionSettings settings,
            FunctionLaunches launches,
            ProcessSlots slots,
            FunctionLog log) {
        this.function = function;
        this.settings = settings;
        this.launches = launches;
        this.slots = slots;
        this.log = log;
        this.debugged =
                settings.inspect() != null && settings.inspect().function().equals(function.name());
        this.permits = new Semaphore(debugged ? 1 : concurrency(), true);
    }

    private int concurrency() {
        Integer own = function.concurrency();
        return own == null ? settings.limits().concurrency() : own;
    }

    /** A function that may have no process at all is one that is switched off. */
    private int pendingMax() {
        return concurrency() == 0 ? 0 : concurrency() + settings.limits().waitingMax();
    }

    FunctionDefinition function() {
        return function;
    }

    /** Invokes the function on a process of its own while it lasts; the caller may leave before it ends. */
    FunctionResult invoke(FunctionCall given) throws InterruptedException {
        FunctionCall call = debugged ? given.withoutDeadline() : given;
        Invocation invocation = new Invocation(call.caller().requestId(), call);
        if (pending.incrementAndGet() > pendingMax()) {
            pending.decrementAndGet();
            return throttled(call);
        }
        Thread.ofVirtual().name("skald-function-" + function.name()).start(() -> run(invocation));
        return invocation.await();
    }

    static FunctionResult throttled(FunctionCall call) {
        return new FunctionResult.Refused(
                "TooManyRequestsException",
                "Rate Exceeded.",
                TOO_MANY_REQUESTS,
                call.caller().requestId());
    }

    private void run(Invocation invocation) {
        try {
            if (!permits.tryAcquire(waitMillis(invocation), TimeUnit.MILLISECONDS)) return;
            try {
                if (!invocation.isAbandoned()) runOnProcess(invocation);
            } finally {
                permits.release();
            }
        } catch (UnusableFunction e) {
            invocation.end(FunctionErrors.unusable(invocation.requestId(), e.message()));
        } catch (InterruptedException | RuntimeException broken) {
            LOG.error("an invocation of {} broke", function.name(), broken);
            invocation.end(new FunctionResult.Unreadable("The invocation broke: " + broken));
        } finally {
            pending.decrementAndGet();
        }
    }

    /** Without a deadline: as long as those before it may take. */
    private static long waitMillis(Invocation invocation) {
        Instant deadline = invocation.call().caller().deadline();
        return deadline == null
                ? DEBUGGED.toMillis()
                : Duration.between(Instant.now(), deadline).toMillis();
    }

    private void runOnProcess(Invocation invocation) throws UnusableFunction, InterruptedException {
        FunctionProcess process = take();
        boolean inOrder = false;
        try {
            Instant begun = Instant.now();
            FunctionResult result =
                    process.perform(invocation, timeout(), settings.limits().initTime());
            Duration left = timeout().minus(Duration.between(begun, Instant.now()));
            inOrder = process.isAlive() && finish(process, () -> invocation.end(result), left);
            invocation.end(result);
        } finally {
            giveBack(process, inOrder);
        }
    }

    /** Answers, and waits for the process to ask for the next event. */
    private boolean finish(FunctionProcess process, Runnable answer, Duration left) throws InterruptedException {
        finishing(1);
        try {
            answer.run();
            return process.becomesIdle(left.compareTo(NEXT_TIME_MIN) < 0 ? NEXT_TIME_MIN : left);
        } finally {
            finishing(-1);
        }
    }

    private synchronized void finishing(int more) {
        finishing += more;
    }

    private Duration timeout() {
        return debugged ? DEBUGGED : function.timeout();
    }

    // Processes.

    private FunctionProcess take() throws UnusableFunction, InterruptedException {
        FunctionLaunches.Prepared current = prepare();
        FunctionProcess process = idleOne();
        return process != null ? process : start(current);
    }

    /** What to start, made anew when the code has changed; then the processes of the old code end. */
    private FunctionLaunches.Prepared prepare() throws UnusableFunction {
        preparing.lock();
        try {
            FunctionLaunches.Prepared known = prepared;
            if (known != null && (!settings.reload() || runs(known))) return known;
            forget();
            FunctionLaunches.Prepared fresh = launches.prepare(function);
            prepared = fresh;
            return fresh;
        } finally {
            preparing.unlock();
        }
    }

    private boolean runs(FunctionLaunches.Prepared known) throws UnusableFunction {
        return known.stamp() == CodeStamp.of(function);
    }

    /** Idle processes end now, and the others when they are given back. */
    private synchronized void forget() {
        prepared = null;
        stop(List.copyOf(idle));
    }

    /** Whether this is that function, and its code files are those that it runs, if it has ever run. */
    boolean isOf(FunctionDefinition other) {
        FunctionLaunches.Prepared known = prepared;
        if (!function.equals(other) || known == null) return function.equals(other);
        try {
            return runs(known);
        } catch (UnusableFunction gone) {
            LOG.debug("the code of {} cannot be read", function.name(), gone);
            return false;
        }
    }

    /** One that is idle, or is about to be. */
    private synchronized @Nullable FunctionProcess idleOne() throws InterruptedException {
        long latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FINISHING_MILLIS_MAX);
        while (idle.isEmpty() && finishing > 0 && System.nanoTime() < latest) wait(FINISHING_MILLIS_MAX);
        while (!idle.isEmpty()) {
            FunctionProcess last = idle.removeLast();
            if (last.isAlive()) return last;
            stop(List.of(last));
        }
        return null;
    }

    private FunctionProcess start(FunctionLaunches.Prepared current) throws UnusableFunction, InterruptedException {
        slots.acquire();
        try {
            FunctionOutput output = new FunctionOutput(function, streamName(), log);
            FunctionProcess process = FunctionProcess.start(
                    function,
                    settings.arn(function),
                    current.launch(),
                    ProcessEnvironment.of(function, settings, current.code(), current.launch(), output.stream()),
                    output,
                    current.stamp());
            return kept(process);
        } catch (IOException | RuntimeException e) {
            slots.release();
            throw new UnusableFunction("its process does not start: " + e.getMessage(), e);
        }
    }

    private synchronized FunctionProcess kept(FunctionProcess process) {
        all.add(process);
        return process;
    }

    /** As Lambda names them: the day, the version, and a random part. */
    private static String streamName() {
        String day = Instant.now().toString().substring(0, 10).replace('-', '/');
        return day + "/[$LATEST]" + UUID.randomUUID().toString().replace("-", "");
    }

    private synchronized void giveBack(FunctionProcess process, boolean inOrder) {
        FunctionLaunches.Prepared known = prepared;
        boolean current = known != null && known.stamp() == process.stamp();
        if (inOrder && !retired && current) idle.addLast(process);
        else stop(List.of(process));
        notifyAll();
    }

    private synchronized void stop(List<FunctionProcess> processes) {
        for (FunctionProcess process : processes) {
            idle.remove(process);
            if (all.remove(process)) slots.release();
            process.end();
        }
    }

    /** Stops processes that have been idle for longer than that. */
    synchronized void stopIdle(Duration longerThan) {
        long now = System.nanoTime();
        stop(idle.stream()
                .filter(process -> now - process.idleSinceNanos() >= longerThan.toNanos())
                .toList());
    }

    /** For how long its oldest idle process has been idle; negative when none is. */
    synchronized long idleNanos() {
        FunctionProcess oldest = idle.peekFirst();
        return oldest == null ? -1 : Math.max(0, System.nanoTime() - oldest.idleSinceNanos());
    }

    /** Stops the process that has been idle for longest. */
    synchronized void stopOldest() {
        FunctionProcess oldest = idle.peekFirst();
        if (oldest != null) stop(List.of(oldest));
    }

    /** How many processes there are. */
    synchronized int size() {
        return all.size();
    }

    /** Idle processes end now, the others after what they are doing. */
    synchronized void retire() {
        retired = true;
        stop(List.copyOf(idle));
    }

    /** Whether nothing runs or waits here. */
    boolean isDone() {
        return pending.get() == 0 && size() == 0;
    }

    /** Everything ends now. */
    synchronized void kill() {
        retired = true;
        all.forEach(FunctionProcess::kill);
    }

    static FunctionResult unknown(FunctionCall call, String arn) {
        return new FunctionResult.Refused(
                "ResourceNotFoundException",
                "Function not found: " + arn + ":" + call.function().version(),
                NOT_FOUND,
                call.caller().requestId());
    }
}
