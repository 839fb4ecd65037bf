package dev.skald.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTemplateTest {
    private static final Templates TEMPLATES = new Templates();
    private static final String BODY =
            "{\"name\":\"Ann O'Hara\",\"n\":3,\"deep\":{\"list\":[1,{\"c\":5}],\"flag\":true},\"none\":null}";

    private static String render(String template) {
        return render(template, BODY);
    }

    private static String render(String template, String body) {
        var parameters = new TemplateInput.Parameters(
                Map.of("id", "p1"),
                new LinkedHashMap<>(Map.of("id", "q1", "q", "q2")),
                Map.of("X-Who", "h1", "q", "h2"));
        Map<String, Object> context = new HashMap<>(
                Map.of("requestId", "r-1", "identity", new HashMap<>(Map.of("sourceIp", "127.0.0.1")), "status", 200));
        return TEMPLATES
                .compile("test", template)
                .render(new TemplateInput(body, parameters), context, Map.of("env", "prod"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "$input.json('$.name')|\"Ann O'Hara\"",
                "$input.json('$.deep.list')|[1,{\"c\":5}]",
                "$input.json('$.missing')|\"\"",
                "$input.json('$.none')|null",
                "$input.path('$.name')|Ann O'Hara",
                "$input.path('$.n')|3",
                "$input.path('$.deep')|{list=[1,{\"c\":5}], flag=true}",
                "$input.path('$.deep.list')|[1,{\"c\":5}]",
                "$input.path('$.deep').list.get(1).c|5",
                "$input.path('$.deep.list')[0]|1",
                "$input.path('$.deep.list').size()|2",
                "[$input.path('$.missing')]|[]",
                "[$input.path('$.missing.further').foo.bar()]|[]",
                "[$nothing][$!nothing][${nothing}]|[][][]",
                "$input.params('id')|p1",
                "$input.params('q')|q2",
                "$input.params('x-who')|h1",
                "[$input.params('missing')]|[]",
                "$input.params().querystring.get('id')|q1",
                "$input.params().path|{id=p1}",
                "$context.requestId|r-1",
                "$context.identity.sourceIp|127.0.0.1",
                "[$context.authorizer.principalId]|[]",
                "$stageVariables.env|prod",
                "${stageVariables.get('env')}|prod",
                "$util.escapeJavaScript($input.path('$.name'))|Ann O\\'Hara",
                "$util.escapeJavaScript($input.json('$.deep'))|{\\\"list\\\":[1,{\\\"c\\\":5}],\\\"flag\\\":true}",
                "$util.urlEncode('a b&ü')|a+b%26%C3%BC",
                "$util.urlDecode('a+b%26')|a b&",
                "$util.base64Encode('hello')|aGVsbG8=",
                "$util.base64Decode('aGVsbG8=')|hello",
                "$util.parseJson('{\"a\":{\"b\":[7]}}').a.b[0]|7",
                "$input.path('$.name').split(' ')[1]|O'Hara",
                "$input.path('$.name').replaceAll('[aeiou]', '_')|Ann O'H_r_",
                "$input.path('$.name').substring(0, 3).toLowerCase()|ann",
                "$input.path('$.name').length()|10",
                "#set($x = 0)$x.parseInt('41')|41",
                "#if($input.path('$.deep.flag'))yes#{else}no#end|yes",
                "#if($input.params('missing') != '')yes#{else}no#end|no",
                "#foreach($i in $input.path('$.deep.list'))$foreach.index:$i#if($foreach.hasNext),#end#end|0:1,1:{c=5}",
                "#foreach($k in $input.path('$.deep').keySet())$k;#end|list;flag;",
                "#foreach($e in $input.path('$.deep').entrySet())$e.key=$e.getValue();#end|list=[1,{\"c\":5}];flag=true;",
                "#set($m = {})#set($ignored = $m.put('a', 1))$m.a|1",
                "#set($m.a = 1)$!m|",
                "#set($l = [])#set($ignored = $l.add('x'))$l.size()|1",
                "#set($l = ['a', {'b': [1, 2]}])$l|[a, {b=[1, 2]}]",
                "#set($a = [1, {'b': 2}])#set($b = [1, {'b': 2}])#if($a == $b)same#end|same",
                "#set($a = [1])#if($a == [] or $a == [2] or $a == 'x')same#{else}other#end|other",
                "#set($a = ['x', [2]])$a.contains([2]) $a.indexOf('x') $a.containsAll(['x', 3])|true 0 false",
                "$input.path('$.deep').keySet() $input.path('$.deep').values()|[list, flag] [[1,{\"c\":5}], true]",
                "#set($l = [1..3])$l $l.size()|[1, 2, 3] 3",
                "#set($t = \"#foreach($i in [1..3])$i#end\")$t|123",
                "#define($block)<$input.path('$.n')>#end$block$block|<3><3>",
                "#set($a = 2)#set($b = $a * 3 + 1)$b|7",
                "$context.requestId-tail|",
                "#[[$input.body]]#|$input.body",
                "$input.body.length()|79",
            })
    void shouldRenderAsApiGateway(String template, String expected) {
        assertThat(render(template)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void shouldTakeAnEmptyBodyAsAnEmptyObject() {
        assertThat(render("$input.body $input.json('$')", "")).isEqualTo("{} {}");
    }

    @Test
    void shouldRunThePluginsOwnIdioms() {
        String template = "#set( $body = $util.escapeJavaScript($input.json('$')).replaceAll(\"\\\\'\", \"'\") )\n"
                + "{\"input\": \"$body\", \"name\": \"$context.requestId\"}";
        assertThat(render(template, "{\"a\":\"it's\"}").strip())
                .isEqualTo("{\"input\": \"{\\\"a\\\":\\\"it's\\\"}\", \"name\": \"r-1\"}");
    }

    @Test
    void shouldNestDefinitionsInQuotes() {
        String template = "#define($inner){\"k\":\"$input.path('$.n')\"}#end"
                + "#define($outer){\"inner\":$inner}#end$util.escapeJavaScript(\"$outer\")";
        assertThat(render(template)).isEqualTo("{\\\"inner\\\":{\\\"k\\\":\\\"3\\\"}}");
    }

    @Test
    void shouldSayWhoseFaultABodyIs() {
        assertThatThrownBy(() -> render("$input.json('$')", "no json")).isInstanceOf(UnreadableBody.class);
        assertThat(render("$input.body", "no json")).isEqualTo("no json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$input.body.getClass()",
                "$input.body.class",
                "$input.class.forName('java.lang.Runtime')",
                "$context.getClass().getClassLoader()",
                "$input.getClass()",
                "$util.getClass()",
                "#set($x = '')$x.getClass().forName('java.lang.Runtime').getRuntime().exec('id')",
                "#set($x = 1)$x.class",
                "#set($x = [])$x.getClass()",
                "#set($x = {})$x.entrySet().getClass()",
                "#foreach($i in [1])$foreach.topmost.class#end",
                "#foreach($i in [1])$foreach.info#end",
                "#foreach($i in [1])$foreach.getClass()#end",
                "$input.body.bytes",
                "$input.body.chars()",
                "$input.body.wait(10)",
                "$input.body.format('%999999999d', 1)",
                "$input.body.repeat(2000000000)",
                "#foreach($c in $input)#end",
                "#foreach($i in [1..1000])#foreach($j in [1..1000])$i#end#end",
                "#set($x='aaaaaaaaaa')#foreach($i in [1..1000])#set($x=$x+$x)#end",
                "#set($x='aaaaaaaaaa')#foreach($i in [1..1000])#set($x=\"$x$x\")#end",
                "#set($l=[])#foreach($i in [1..1000])$l.add($l)$l#end",
                "#set($x='aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$x.matches('(.*a){12}b')",
                "#macro(deep)#deep()#end#deep()",
                "$input.path('$[')",
                "$input.path('$$.x')",
                "$util.parseJson('{')",
                "$input.body.substring(5000)",
                "$input.body.matches('(')",
            })
    void shouldRefuse(String template) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(TemplateException.class)
                .message()
                .isNotBlank()
                .doesNotContain("java.lang.Class");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    /** Lists that hold the one before twice, and texts that Velocity collects by itself: small to write, huge to look through. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$n",
                "$n.toString()",
                "$n.hashCode()",
                "$n.equals($m)",
                "#if($n == $m)#end",
                "#if($n == 'a')#end",
                "#set($t = '' + $n)",
                "#set($t = '' + [$n, $m])",
                "#set($t = \"$n\")",
                "#set($x = {$n: 1})",
                "#set($x = {'a': 1})$x.containsKey($n)",
                "#set($x = {'a': $n})$x.containsValue($m)",
                "#set($x = {'a': $n})$x.values()",
                "#set($x = {'a': $n})#set($t = '' + $x.entrySet())",
                "#set($x = [$n])$x.contains($m)",
                "#set($x = [$n])$x.indexOf($m)",
                "#set($x = [$n])$x.containsAll([$m])",
                "$context.put('a', $n)$context",
                "$context.identity.put('a', $n)#set($t = '' + $context.identity)",
                "#set($j = $input.path('$.deep.list'))$j.add($n)$j",
                "#set($x = [1..2000000000])",
                "#set($x = '' + [1..2000000000])",
                "#set($x = [[1..2000000000]])$x",
                "#set($x = \"#set($y = '' + [1..2000000000])\")",
                "#define($d)XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX#end"
                        + "#define($e)$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d#end"
                        + "#set($t = \"#foreach($i in [1..1000])#foreach($k in [1..40])$e#end#end\")",
                "#macro(m)XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
                        + "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
                        + "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
                        + "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX#end"
                        + "#set($t = \"#foreach($i in [1..1000])#foreach($k in [1..180])#m()#end#end\")"
            })
    void shouldCountWhatGoesThroughEntries(String template) {
        String doubling = "#set($n = ['n'])#set($m = ['n'])"
                + "#foreach($i in [1..60])#set($n = [$n, $n])#set($m = [$m, $m])#end";
        long begun = System.nanoTime();
        assertThatThrownBy(() -> render(doubling + template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("more than");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void shouldChangeTheContextThatItWasGiven() {
        Map<String, Object> context = new HashMap<>(Map.of("a", 1));
        String template = "#set($context.responseOverride = {'status': 418})#set($context.a = [$context.a, 'b'])";
        var unused = TEMPLATES
                .compile("test", template)
                .render(new TemplateInput("", TemplateInput.Parameters.NONE), context, Map.of());
        assertThat(context).hasToString("{a=[1, b], responseOverride={status=418}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#parse('x')", "#include('pom.xml')", "#evaluate('$input.body')"})
    void shouldNotKnowDirectivesThatReadElsewhere(String template) {
        assertThat(render(template)).isEqualTo(template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#if($x", "#foreach($i in )#end", "#set($x = )", "$input.json('"})
    void shouldRefuseWhatIsNoTemplate(String template) {
        assertThatThrownBy(() -> TEMPLATES.compile("Add http 1", template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Add http 1");
    }

    @Test
    void shouldEndDefinitionsThatUseThemselves() {
        assertThat(render("#define($x)<$x>#end$x")).isNotNull();
    }

    @Test
    void shouldEndLoopsWhereApiGatewayDoes() {
        assertThat(render("#foreach($i in [1..2000000000])x#end")).hasSize(1_000);
    }
}
