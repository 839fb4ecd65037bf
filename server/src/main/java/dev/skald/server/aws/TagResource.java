package dev.skald.server.aws;

import dev.skald.server.json.JsonWriter;

/** TagResource: a key that is there already gets the new value. */
final class TagResource implements Action {
    private final Catalogue catalogue;

    TagResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = in.required("resourceArn");
        catalogue.changeTags(arn, tags -> tags.with(in.items("tags"), arn));
    }
}
