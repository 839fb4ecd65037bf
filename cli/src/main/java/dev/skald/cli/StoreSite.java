package dev.skald.cli;

import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.deploy.Notice;
import dev.skald.deploy.Resource;
import dev.skald.deploy.Site;
import dev.skald.deploy.resources.ResourceCreation;
import dev.skald.engine.ServiceException;
import dev.skald.server.Observation;
import dev.skald.tasks.aws.ServiceCalls;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A place where applications run on a store of this process: what all such places have in common. */
abstract class StoreSite implements Site {
    private final SettingValues values;
    private final Observation observation;
    private final ResourceCreation resources;

    StoreSite(SettingValues values, Observation observation, Facilities facilities) {
        this.values = values;
        this.observation = observation;
        this.resources = new ResourceCreation(ServiceCalls.of(facilities.services()));
    }

    @Override
    public final List<Notice> create(List<Resource> wanted) {
        return resources.create(wanted);
    }

    @Override
    public final String region() {
        return values.required(Setting.REGION);
    }

    @Override
    public final String accountId() {
        return values.required(Setting.ACCOUNT_ID);
    }

    @Override
    public final ObjectNode perform(String operation, ObjectNode request) {
        try {
            return observation.api().perform(operation, request);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ServiceException("ServiceUnavailable", "Skald is about to end.");
        }
    }
}
