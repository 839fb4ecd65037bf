package dev.skald.server.aws;

import dev.skald.server.json.JsonWriter;

/** ListTagsForResource. */
final class ListTagsForResource implements Action {
    private final Catalogue catalogue;

    ListTagsForResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        Tags tags = catalogue.tags(in.required("resourceArn"));
        out.list(
                "tags",
                items -> tags.values()
                        .forEach((key, value) ->
                                items.object(item -> item.text("key", key).text("value", value))));
    }
}
