package dev.skald.cli;

import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.deploy.Site;
import dev.skald.engine.ServiceException;
import dev.skald.server.Observation;
import tools.jackson.databind.node.ObjectNode;

/** A place where applications run on a store of this process: what all such places have in common. */
abstract class StoreSite implements Site {
    private final SettingValues values;
    private final Observation observation;

    StoreSite(SettingValues values, Observation observation) {
        this.values = values;
        this.observation = observation;
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
