package dev.skald.testkit;

import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.store.Store;

class MemoryStoreTest implements StoreContract, VersionStoreContract, EventStoreContract {
    @Override
    public Store openEmptyStore() {
        return new MemoryStore();
    }
}
