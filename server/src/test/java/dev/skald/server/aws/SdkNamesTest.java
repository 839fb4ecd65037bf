package dev.skald.server.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SdkNamesTest {
    private static final Shape.Text TEXT = new Shape.Text(0, 1_000, null, List.of(), false);
    private static final Shape.Structure TAG =
            new Shape.Structure(List.of(new Shape.Member("key", TEXT, false), new Shape.Member("value", TEXT, false)));
    private static final Shape.Structure REQUEST = new Shape.Structure(List.of(
            new Shape.Member("input", TEXT, false),
            new Shape.Member("maxResults", new Shape.Whole(0, 10), false),
            new Shape.Member("tags", new Shape.Items(TAG, 0, 10), false)));

    private static JsonNode json(String text) {
        return Payload.ofText(text.replace('\'', '"')).node();
    }

    @Test
    void shouldNameTheMembersOfARequestAsTheApiDoes() throws SdkTasks.UnknownMember {
        ObjectNode request =
                SdkNames.request(json("{'MaxResults':3,'Tags':[{'Key':'a','Value':'B'}],'Input':'{}'}"), REQUEST);
        assertThat(request).isEqualTo(json("{'maxResults':3,'tags':[{'key':'a','value':'B'}],'input':'{}'}"));
    }

    @Test
    void shouldSendJsonForATextAsItsText() throws SdkTasks.UnknownMember {
        assertThat(SdkNames.request(json("{'Input':{'Key':[1]}}"), REQUEST))
                .isEqualTo(json("{'input':'{\\'Key\\':[1]}'}"));
    }

    @Test
    void shouldRefuseAMemberThatTheOperationDoesNotHave() {
        assertThatThrownBy(() -> SdkNames.request(json("{'input':'{}'}"), REQUEST))
                .isInstanceOf(SdkTasks.UnknownMember.class)
                .hasMessage("input");
    }

    @Test
    void shouldShowInstantsInIso8601AndLeaveNamesOfUsersAlone() {
        ObjectNode answer = (ObjectNode) json(
                "{'startDate':1700000000.123,'events':[{'timestamp':0.5,'id':1}],'variableReferences':{'a':['b']}}");
        assertThat(SdkNames.result(answer).node())
                .isEqualTo(
                        json(
                                "{'StartDate':'2023-11-14T22:13:20.123Z','Events':[{'Timestamp':'1970-01-01T00:00:00.500Z','Id':1}],'VariableReferences':{'a':['b']}}"));
    }

    @Test
    void shouldNameErrorsAsTheSdkDoes() {
        assertThat(SdkNames.error("InvalidToken")).isEqualTo("Sfn.InvalidTokenException");
        assertThat(SdkNames.error("ValidationException")).isEqualTo("Sfn.ValidationException");
    }
}
