package dev.skald.cli.run;

import dev.skald.cli.project.Scenario;
import dev.skald.cli.project.Scenario.Answer;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.TaskDescription;

/** Answers the tasks of a scenario that wait for their tokens, as persons and other services would. */
final class ScriptedAnswers {
    /** How many tasks are looked at when one begins to wait. */
    private static final int TASKS_MAX = 200;

    private final Skald skald;

    ScriptedAnswers(Skald skald) {
        this.skald = skald;
    }

    /** Answers what waits, if the scenario says how. */
    void answer(String executionArn, Scenario scenario) {
        if (scenario.answers().isEmpty()) return;
        for (TaskDescription task :
                skald.listWaitingTasks(null, executionArn, null, TASKS_MAX).tasks()) {
            Answer answer = scenario.answers().get(task.state());
            if (answer != null) answer(task, answer);
        }
    }

    /** Of a run that goes on, tasks may be over that its history shows waiting. */
    private void answer(TaskDescription task, Answer answer) {
        try {
            if (answer.error() == null) skald.approveTask(task.handle(), answer.output(), answer.who(), answer.why());
            else skald.rejectTask(task.handle(), answer.error(), answer.cause(), answer.who(), answer.why());
        } catch (ServiceException over) {
            if (!over.code().equals("TaskTimedOut")) throw over;
        }
    }
}
