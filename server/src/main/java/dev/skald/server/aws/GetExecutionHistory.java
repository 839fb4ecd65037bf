package dev.skald.server.aws;

import dev.skald.core.Event;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** GetExecutionHistory. The page's token is the sequence of the next event, upwards or downwards. */
final class GetExecutionHistory implements Action {
    /** A page ends early when its text has become about so long. */
    static final int PAGE_BYTES_MAX = 4 * 1024 * 1024;

    private final Skald skald;

    GetExecutionHistory(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String executionArn = in.required("executionArn");
        StandardExecution.require(executionArn);
        boolean reverse = in.flag("reverseOrder", false);
        String list = (reverse ? "GetExecutionHistory reverse " : "GetExecutionHistory ") + executionArn;
        Page page = Page.of(in, list);
        ExecutionDescription description = skald.describeExecution(executionArn);
        HistoryReader reader = reader(description, reverse, page);
        HistoryEventJson json = new HistoryEventJson(description.row(), in.flag("includeExecutionData", true));
        out.list("events", items -> write(reader, page.size(), json, items));
        Event next = reader.peek();
        if (next != null) out.text("nextToken", Page.token(list, Long.toString(next.sequence())));
    }

    private HistoryReader reader(ExecutionDescription description, boolean reverse, Page page) {
        String arn = description.row().arn();
        String after = page.after();
        if (after != null) return new HistoryReader(skald, arn, Long.parseLong(after), reverse);
        return reverse ? HistoryReader.backward(skald, arn, description.events()) : HistoryReader.forward(skald, arn);
    }

    private static void write(HistoryReader reader, int size, HistoryEventJson json, JsonWriter items) {
        for (int i = 0; i < size && items.size() < PAGE_BYTES_MAX; i++) {
            Event event = reader.peek();
            if (event == null) return;
            items.object(item -> json.write(event, item));
            reader.advance();
        }
    }
}
