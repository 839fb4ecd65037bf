package dev.skald.tasks.aws;

import dev.skald.asl.TaskResource;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;

/** An optimised integration that calls the operation it names, with the parameters as they are. */
abstract class OptimisedTask implements TaskPerformer {
    private final String service;
    private final ServiceTask task;

    /** @param service as resources and the AWS SDK name it */
    OptimisedTask(AwsServices services, String service, OptimisedService spelling) {
        this.service = service;
        this.task = new ServiceTask(services, spelling);
    }

    @Override
    public final boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals(service);
    }

    @Override
    public final String limitedBy(TaskCall call) {
        return service;
    }

    @Override
    public final TaskOutcome perform(TaskCall call) throws InterruptedException {
        String action = ServiceTask.integration(call).action();
        return task.perform(service, action, call.parameters().node(), call);
    }
}
