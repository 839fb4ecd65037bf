package dev.skald.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class FormTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INDICES | a[0]=x&a[1]=y%20z&o[b][0]=1",
                "REPEAT | a=x&a=y%20z&o[b]=1",
                "COMMAS | a=x,y%20z&o[b]=1",
                "BRACKETS | a[]=x&a[]=y%20z&o[b][]=1"
            })
    void shouldWriteArrays(ArrayFormat format, String expected) {
        assertThat(form("{\"a\": [\"x\", \"y z\"], \"o\": {\"b\": [1]}}", format))
                .isEqualTo(expected);
    }

    @Test
    void shouldWriteObjectsWithinArrays() {
        String json = "{\"a\": [{\"b\": 1}, [2, 3]]}";

        assertThat(form(json, ArrayFormat.INDICES)).isEqualTo("a[0][b]=1&a[1][0]=2&a[1][1]=3");
        assertThat(form(json, ArrayFormat.COMMAS)).isEqualTo("a=%7B%22b%22%3A1%7D,%5B2%2C3%5D");
    }

    @Test
    void shouldEncodeNamesAndValues() {
        assertThat(form("{\"a&b=\": \"ä+/?#[]*~ \", \"n\": null, \"t\": true, \"d\": 1.5}", ArrayFormat.INDICES))
                .isEqualTo("a%26b%3D=%C3%A4%2B%2F%3F%23%5B%5D%2A~%20&n=&t=true&d=1.5");
    }

    private static String form(String json, ArrayFormat format) {
        return FormText.of((ObjectNode) Payload.ofText(json).node(), format);
    }
}
