package dev.skald.asl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Definitions to play with: seeds of our own, and those of the recordings and the examples where they are present. */
final class Corpus {
    private static final List<String> SEEDS = List.of("""
            {"StartAt":"A","TimeoutSeconds":60,"States":{
              "A":{"Type":"Pass","Result":{"n":1},"ResultPath":"$.a","Assign":{"v.$":"$.n"},"Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Not":{"Variable":"$v","NumericEquals":1},"Next":"W"},
                {"And":[{"Variable":"$.a","IsPresent":true},{"Variable":"$.s","StringMatches":"x*"}],"Next":"F"}],"Default":"W"},
              "W":{"Type":"Wait","SecondsPath":"$v","Next":"P"},
              "P":{"Type":"Parallel","Branches":[{"StartAt":"P1","States":{"P1":{"Type":"Pass","End":true}}}],
                "ResultSelector":{"x.$":"$[0]"},"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.e","Next":"F"}],"End":true},
              "F":{"Type":"Fail","ErrorPath":"States.Format('{}', $.e)","Cause":"c"}}}""", """
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"Payload.$":"$","Id":"x"},
                "Retry":[{"ErrorEquals":["States.Timeout"],"MaxAttempts":2,"BackoffRate":1.5}],"TimeoutSeconds":9,"Next":"M"},
              "M":{"Type":"Map","ItemsPath":"$.rows","ItemSelector":{"i.$":"$$.Map.Item.Index"},"MaxConcurrency":2,
                "ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"I","States":{"I":{"Type":"Succeed"}}},"End":true}}}""", """
            {"QueryLanguage":"JSONata","StartAt":"A","States":{
              "A":{"Type":"Pass","Output":{"n":"{% $states.input.n + 1 %}"},"Assign":{"v":"{% $states.input.n %}"},"Next":"C"},
              "C":{"Type":"Choice","Choices":[{"Condition":"{% $v > 1 %}","Next":"M"}],"Default":"S"},
              "M":{"Type":"Map","Items":"{% [1..$v] %}","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"Next":"S"},
              "S":{"Type":"Succeed"}}}""", """
            {"StartAt":"M","States":{"M":{"Type":"Map","Label":"rows","ToleratedFailureCount":1,
              "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON"},"Parameters":{"Bucket":"b","Key.$":"$.k"}},
              "ItemBatcher":{"MaxItemsPerBatch":3},
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I",
                "States":{"I":{"Type":"Pass","End":true}}},"End":true}}}""", """
            {"StartAt":"B","Saga":{"KnownErrors":["Sold, Out"],"OnStop":"Abort"},"States":{
              "B":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"k.$":"$$.Saga.Key"},
                "Record":{"id.$":"$.id"},"Compensate":{"Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"i.$":"$.Record.id"}},
                "Catch":[{"ErrorEquals":["a, b"],"Next":"F"},{"ErrorEquals":["States.ALL"],"Next":"U","Compensate":"All"}],"Next":"P"},
              "P":{"Type":"Parallel","Branches":[{"StartAt":"P1","States":{"P1":{"Type":"Task","Resource":
                "arn:aws:lambda:us-east-1:000000000000:function:a","End":true}}},{"StartAt":"P2","States":{"P2":{"Type":"Task",
                "Resource":"arn:aws:lambda:us-east-1:000000000000:function:b","Compensate":{"Resource":
                "arn:aws:lambda:us-east-1:000000000000:function:c"},"Next":"P3"},"P3":{"Type":"Succeed"}}}],
                "Retry":[{"ErrorEquals":["States.ALL"],"Compensate":false}],
                "Catch":[{"ErrorEquals":["States.ALL"],"Next":"U"}],"Next":"Q"},
              "Q":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:d","Pivot":true,"Next":"R"},
              "R":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:e","Retriable":true,"Next":"B"},
              "U":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:cancel","Next":"S"},
              "S":{"Type":"Succeed"},"F":{"Type":"Fail"}}}""");

    private Corpus() {}

    static List<String> definitions() {
        Set<String> definitions = new LinkedHashSet<>(SEEDS);
        String shared = System.getProperty("skald.shared", "");
        if (!shared.isEmpty() && Files.isDirectory(Path.of(shared, "conformance", "cases"))) {
            Recordings.of().stream()
                    .filter(Recordings.Recording::isExecution)
                    .map(Recordings.Recording::definition)
                    .forEach(definitions::add);
            definitions.addAll(examples(Path.of(shared, "examples")));
        }
        return List.copyOf(definitions);
    }

    private static List<String> examples(Path folder) {
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) return found;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) found.add(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
