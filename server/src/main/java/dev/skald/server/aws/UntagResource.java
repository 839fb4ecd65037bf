package dev.skald.server.aws;

import dev.skald.server.json.JsonWriter;

/** UntagResource: keys that are not there do not matter. */
final class UntagResource implements Action {
    private final Catalogue catalogue;

    UntagResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        catalogue.changeTags(in.required("resourceArn"), tags -> tags.without(in.items("tagKeys")));
    }
}
