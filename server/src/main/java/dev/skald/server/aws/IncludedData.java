package dev.skald.server.aws;

/** Whether an answer holds what AWS would encrypt: definitions, inputs, outputs, errors. */
enum IncludedData {
    ALL_DATA,
    METADATA_ONLY;

    static IncludedData of(Parameters in) {
        return valueOf(in.text("includedData", ALL_DATA.name()));
    }

    boolean all() {
        return this == ALL_DATA;
    }
}
