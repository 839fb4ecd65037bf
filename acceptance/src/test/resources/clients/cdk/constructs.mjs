// One machine for each construct of aws-stepfunctions, most with what comes out when it runs.
import {Duration} from "aws-cdk-lib";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";

const at = sfn.JsonPath.stringAt;
const number = sfn.JsonPath.numberAt;
const {Condition} = sfn;
const WRITER_FLAG = "@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2";

/** Everything a Condition can ask, by the name of the method, with its arguments. */
function conditions() {
    const all = [];
    for (const is of ["Present", "String", "Numeric", "Boolean", "Timestamp", "Null"])
        all.push(Condition[`is${is}`]("$.v"), Condition[`isNot${is}`]("$.v"));
    const comparisons = ["Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
    for (const [type, value] of [["string", "a"], ["number", 2], ["timestamp", "2026-01-01T00:00:00Z"]])
        for (const comparison of comparisons)
            all.push(Condition[type + comparison]("$.v", value), Condition[`${type}${comparison}JsonPath`]("$.v", "$.w"));
    all.push(Condition.booleanEquals("$.v", true), Condition.booleanEqualsJsonPath("$.v", "$.w"));
    all.push(Condition.stringMatches("$.v", "a*"));
    all.push(Condition.not(Condition.isPresent("$.v")), Condition.and(all[0], all[1]), Condition.or(all[2], all[3]));
    return all;
}

class Fragment extends sfn.StateMachineFragment {
    constructor(scope, id) {
        super(scope, id);
        const first = new sfn.Pass(this, "First");
        const last = new sfn.Pass(this, "Last");
        this.startState = first;
        this.endStates = first.next(last).endStates;
    }
}

const invoke = (scope, id, r, props) => new tasks.LambdaInvoke(scope, id, {
    lambdaFunction: r.double, payloadResponseOnly: true, payload: sfn.TaskInput.fromObject({n: number("$.n")}), ...props
});

const pass = (scope, id, result) => new sfn.Pass(scope, id, {result: sfn.Result.fromString(result)});

/** Machines by name: {state, type, queryLanguage, input, output, error}; with output or error (or status) they run to that end. */
export const constructs = {
    pass: (s) => ({
        state: new sfn.Pass(s, "P", {
            comment: "c", stateName: "Named", inputPath: "$.a", parameters: {b: at("$.b"), c: [1, true, null]}, resultPath: "$.p",
            outputPath: "$.p"
        }), input: {a: {b: "x"}}, output: {b: "x", c: [1, true, null]}
    }),
    results: (s) => ({
        state: new sfn.Pass(s, "A", {result: sfn.Result.fromObject({a: [1]}), resultPath: "$.object"})
            .next(new sfn.Pass(s, "B", {result: sfn.Result.fromArray([1, "2"]), resultPath: "$.array"}))
            .next(new sfn.Pass(s, "C", {result: sfn.Result.fromBoolean(false), resultPath: "$.boolean"}))
            .next(new sfn.Pass(s, "D", {result: sfn.Result.fromNumber(1.5), resultPath: "$.number"}))
            .next(new sfn.Pass(s, "E", {result: sfn.Result.fromString("s"), resultPath: sfn.JsonPath.DISCARD})),
        input: {}, output: {object: {a: [1]}, array: [1, "2"], boolean: false, number: 1.5}
    }),
    variables: (s) => ({
        state: new sfn.Pass(s, "A", {assign: {n: number("$.n"), text: "t"}})
            .next(new sfn.Pass(s, "B", {parameters: {n: number("$n"), text: at("$text")}})), input: {n: 2}, output: {n: 2, text: "t"}
    }),
    intrinsics: (s) => ({
        state: new sfn.Pass(s, "P", {parameters: {
            array: sfn.JsonPath.array("a", at("$.s")), partition: sfn.JsonPath.arrayPartition(sfn.JsonPath.listAt("$.l"), 2),
            contains: sfn.JsonPath.arrayContains(sfn.JsonPath.listAt("$.l"), 3), range: sfn.JsonPath.arrayRange(1, 5, 2),
            item: sfn.JsonPath.arrayGetItem(sfn.JsonPath.listAt("$.l"), 1), length: sfn.JsonPath.arrayLength(sfn.JsonPath.listAt("$.l")),
            unique: sfn.JsonPath.arrayUnique(sfn.JsonPath.listAt("$.l")), encoded: sfn.JsonPath.base64Encode(at("$.s")),
            decoded: sfn.JsonPath.base64Decode("eA=="), hash: sfn.JsonPath.hash(at("$.s"), "MD5"),
            merged: sfn.JsonPath.jsonMerge(sfn.JsonPath.objectAt("$.a"), sfn.JsonPath.objectAt("$.b")),
            sum: sfn.JsonPath.mathAdd(number("$.n"), -1), split: sfn.JsonPath.stringSplit("1,2", ","),
            format: sfn.JsonPath.format("{} and {}", at("$.s"), "it's"), parsed: sfn.JsonPath.stringToJson('{"a":1}'),
            printed: sfn.JsonPath.jsonToString(sfn.JsonPath.objectAt("$.a"))
        }}), input: {s: "x", l: [1, 3, 3], n: 5, a: {k: 1}, b: {m: 2}},
        output: {
            array: ["a", "x"], partition: [[1, 3], [3]], contains: true, range: [1, 3, 5], item: 3, length: 3, unique: [1, 3], encoded: "eA==",
            decoded: "x", hash: "9dd4e461268c8034f5c8564e155c67a6", merged: {k: 1, m: 2}, sum: 4, split: ["1", "2"],
            format: "x and it's", parsed: {a: 1}, printed: '{"k":1}'
        }
    }),
    random: (s) => ({
        state: new sfn.Pass(s, "P", {parameters: {uuid: sfn.JsonPath.uuid(), random: sfn.JsonPath.mathRandom(1, 999)}})
            .next(new sfn.Pass(s, "Q", {parameters: {
                id: sfn.JsonPath.executionId, input: sfn.JsonPath.executionInput, name: sfn.JsonPath.executionName,
                role: sfn.JsonPath.executionRoleArn, start: sfn.JsonPath.executionStartTime, entered: sfn.JsonPath.stateEnteredTime,
                state: sfn.JsonPath.stateName, machine: sfn.JsonPath.stateMachineName, machineId: sfn.JsonPath.stateMachineId,
                all: sfn.JsonPath.entireContext
            }, outputPath: "$.state"})), input: {}, output: "Q"
    }),
    succeed: (s) => ({state: new sfn.Succeed(s, "S", {outputPath: "$.a"}), input: {a: 1}, output: 1}),
    fail: (s) => ({state: new sfn.Fail(s, "F", {error: "E", cause: "why"}), error: "E"}),
    failPath: (s) => ({
        state: new sfn.Fail(s, "F", {errorPath: "$.e", causePath: sfn.JsonPath.format("because of {}", at("$.e"))}),
        input: {e: "Told"}, error: "Told"
    }),
    choice: (s) => ({
        state: new sfn.Choice(s, "C", {inputPath: "$.a"})
            .when(Condition.numberGreaterThan("$.n", 5), pass(s, "Many", "many"), {comment: "c", assign: {seen: true}})
            .when(Condition.and(Condition.isPresent("$.n"), Condition.not(Condition.numberEquals("$.n", 0))), pass(s, "Few", "few"))
            .otherwise(pass(s, "None", "none"))
            .afterwards().next(new sfn.Succeed(s, "Done")), input: {a: {n: 3}}, output: "few"
    }),
    conditions: (s) => ({
        state: conditions().reduce((choice, each, i) => choice.when(each, pass(s, `To${i}`, `${i}`)), new sfn.Choice(s, "C"))
    }),
    waits: (s) => ({
        state: new sfn.Wait(s, "W", {time: sfn.WaitTime.duration(Duration.seconds(1))})
            .next(new sfn.Wait(s, "X", {time: sfn.WaitTime.secondsPath("$.s")}))
            .next(new sfn.Wait(s, "Y", {time: sfn.WaitTime.timestamp("2020-01-01T00:00:00Z")}))
            .next(new sfn.Wait(s, "Z", {time: sfn.WaitTime.timestampPath("$.t")})),
        input: {s: 0, t: "2020-01-01T00:00:00Z"}, output: {s: 0, t: "2020-01-01T00:00:00Z"}
    }),
    parallel: (s) => ({
        state: new sfn.Parallel(s, "P", {resultSelector: {a: at("$[0]"), b: at("$[1]")}, resultPath: "$.r", outputPath: "$.r"})
            .branch(pass(s, "A", "a"), pass(s, "B", "b"))
            .addRetry({errors: [sfn.Errors.TIMEOUT], interval: Duration.seconds(2), maxAttempts: 2, backoffRate: 1.5,
                maxDelay: Duration.seconds(9), jitterStrategy: sfn.JitterType.FULL})
            .addCatch(new sfn.Fail(s, "F"), {errors: [sfn.Errors.ALL], resultPath: "$.error"}),
        input: {}, output: {a: "a", b: "b"}
    }),
    map: (s, r) => ({
        state: new sfn.Map(s, "M", {
            itemsPath: "$.items", maxConcurrency: 2, itemSelector: {n: at("$$.Map.Item.Value"), i: at("$$.Map.Item.Index")}
        }).itemProcessor(invoke(s, "Double", r)), input: {items: [1, 2, 3]}, output: [2, 4, 6]
    }),
    mapOfOld: (s) => ({
        state: new sfn.Map(s, "M", {parameters: {v: at("$$.Map.Item.Value")}, resultPath: "$.r"})
            .iterator(new sfn.Pass(s, "P", {outputPath: "$.v"})), input: ["a"], error: "States.ResultPathMatchFailure"
    }),
    distributedMap: (s) => ({
        state: new sfn.DistributedMap(s, "M", {
            itemsPath: "$.items", maxConcurrency: 5, toleratedFailurePercentage: 10, label: "label",
            mapExecutionType: sfn.StateMachineType.EXPRESS,
            itemBatcher: new sfn.ItemBatcher({maxItemsPerBatch: 2, maxInputBytesPerBatch: 1000, batchInput: {a: at("$.a")}})
        }).itemProcessor(new sfn.Pass(s, "P"), {mode: sfn.ProcessorMode.DISTRIBUTED, executionType: sfn.ProcessorType.EXPRESS}),
        input: {items: [1, 2, 3]}, output: [{BatchInput: {a: "$.a"}, Items: [1, 2]}, {BatchInput: {a: "$.a"}, Items: [3]}]
    }),
    distributedJsonata: (s) => ({
        state: sfn.DistributedMap.jsonata(s, "M", {
            items: sfn.ProvideItems.jsonata("{% $states.input.all %}"), outputs: "{% $states.result.k %}",
            itemSelector: {k: "{% $states.context.Map.Item.Key & $string($states.context.Map.Item.Value) %}"}
        }).itemProcessor(sfn.Pass.jsonata(s, "P"), {mode: sfn.ProcessorMode.DISTRIBUTED, executionType: sfn.ProcessorType.STANDARD}),
        input: {all: {x: 1, b: 2}}, output: ["x1", "b2"]
    }),
    ...readers(),
    fragment: (s) => ({
        state: new Fragment(s, "One").prefixStates().next(new Fragment(s, "Two").prefixStates()), input: [1], output: [1]
    }),
    single: (s) => ({
        state: new sfn.Pass(s, "P").next(new Fragment(s, "F").toSingleState()), input: 7, output: [7]
    }),
    custom: (s) => ({
        state: new sfn.CustomState(s, "C", {stateJson: {Type: "Pass", Result: {a: 1}, ResultPath: "$.r"}})
            .next(new sfn.Succeed(s, "S")), input: {}, output: {r: {a: 1}}
    }),
    customTask: (s, r) => ({
        state: new sfn.CustomState(s, "C", {stateJson: {Type: "Task", Resource: r.double.functionArn, TimeoutSeconds: 30}})
            .addRetry({errors: ["Lambda.TooManyRequestsException"]}), input: {n: 8}, output: 16
    }),
    lambda: (s, r) => ({
        state: new tasks.LambdaInvoke(s, "L", {
            lambdaFunction: r.double, resultSelector: {twice: at("$.Payload")}, resultPath: "$.r", outputPath: "$.r",
            taskTimeout: sfn.Timeout.duration(Duration.seconds(20)), heartbeatTimeout: sfn.Timeout.at("$.beat")
        }), input: {n: 4, beat: 5}, output: {twice: 8}
    }),
    taskOfOld: (s, r) => ({
        state: new sfn.Task(s, "T", {task: new tasks.InvokeFunction(r.double), parameters: {n: 6}}), input: {}, output: 12
    }),
    caught: (s) => ({
        state: new tasks.LambdaInvoke(s, "L", {
            lambdaFunction: {functionArn: "arn:aws:lambda:us-east-1:000000000000:function:mended", resourceArnsForGrantInvoke: []},
            retryOnServiceExceptions: false
        }).addCatch(new sfn.Pass(s, "Caught", {outputPath: "$.error.Error"}), {errors: ["Broken"], resultPath: "$.error"})
            .next(new sfn.Fail(s, "Not")), input: {}, output: "Broken"
    }),
    activity: (s, r) => ({
        state: new tasks.StepFunctionsInvokeActivity(s, "A", {
            activity: r.activity, parameters: {n: number("$.n")}, heartbeatTimeout: sfn.Timeout.duration(Duration.seconds(20))
        }), input: {n: 10}, output: 20
    }),
    express: (s, r) => ({state: invoke(s, "L", r), type: sfn.StateMachineType.EXPRESS, input: {n: 1}, output: 2}),
    timeout: (s) => ({
        state: new sfn.Wait(s, "W", {time: sfn.WaitTime.duration(Duration.days(365))}), timeout: Duration.seconds(1), comment: "c",
        error: "TIMED_OUT"
    }),
    jsonata: (s, r) => ({
        state: sfn.Pass.jsonata(s, "P", {outputs: "{% $states.input %}", assign: {k: "{% $states.input.n %}"}})
            .next(sfn.Wait.jsonata(s, "W", {time: sfn.WaitTime.seconds("{% $k - 3 %}")}))
            .next(sfn.Wait.jsonata(s, "U", {time: sfn.WaitTime.timestamp("{% '2020-01-01T00:00:00Z' %}")}))
            .next(sfn.Map.jsonata(s, "M", {
                items: sfn.ProvideItems.jsonata("{% [1..$k] %}"), itemSelector: {n: "{% $states.context.Map.Item.Value %}"},
                jsonataMaxConcurrency: "{% $k %}", outputs: {all: "{% $states.result %}"}
            }).itemProcessor(tasks.LambdaInvoke.jsonata(s, "L", {
                lambdaFunction: r.double, payload: sfn.TaskInput.fromObject({n: "{% $states.input.n %}"}),
                outputs: "{% $states.result.Payload %}", taskTimeout: sfn.Timeout.jsonata("{% 10 + $k %}")
            })))
            .next(sfn.Parallel.jsonata(s, "R", {outputs: "{% $states.result[0] %}"}).branch(sfn.Pass.jsonata(s, "I")))
            .next(sfn.Choice.jsonata(s, "C")
                .when(Condition.jsonata("{% $sum($states.input.all) = 12 %}"), sfn.Succeed.jsonata(s, "S", {outputs: {k: "{% $k %}"}}))
                .otherwise(sfn.Fail.jsonata(s, "F", {error: "{% 'E' %}", cause: "{% $string($states.input) %}"}))),
        input: {n: 3}, output: {k: 3}
    }),
    jsonataMachine: (s) => ({
        state: new sfn.Pass(s, "P", {outputs: {sum: "{% $states.input.a + 1 %}"}})
            .next(new sfn.Map(s, "M", {items: sfn.ProvideItems.jsonArray([1, "{% 1 + 1 %}"])})
                .itemProcessor(new sfn.Pass(s, "I"))), queryLanguage: sfn.QueryLanguage.JSONATA, input: {a: 1}, output: [1, 2]
    }),
    mixed: (s) => ({
        state: sfn.Pass.jsonPath(s, "P", {parameters: {a: at("$.b")}}).next(sfn.Pass.jsonata(s, "J", {outputs: "{% $states.input.a %}"})),
        input: {b: [0]}, output: [0]
    })
};

/** A Distributed Map for each reader, with a result writer: the objects that it finds, and the items that its children get. */
function readers() {
    const of = {
        objects: {
            reader: r => new sfn.S3ObjectsItemReader({bucket: r.bucket, prefix: "in/", maxItems: 10}),
            objects: {"bucket/in/a": "1", "bucket/in/b": "2", "bucket/in/c/d": "3", "bucket/other": "4"},
            items: [{Key: "in/a"}, {Key: "in/b"}, {Key: "in/c/d"}]
        },
        objectsOf: {
            reader: () => new sfn.S3ObjectsItemReader({bucketNamePath: at("$.bucket")}),
            objects: {"listed/x": "1"}, items: [{Key: "x"}]
        },
        json: {
            reader: r => new sfn.S3JsonItemReader({bucket: r.bucket, key: "items.json"}),
            objects: {"bucket/items.json": "[1, {\"a\": [2]}, null]"}, items: [1, {a: [2]}, null]
        },
        jsonLines: {
            reader: r => new sfn.S3JsonLItemReader({bucket: r.bucket, key: "items.jsonl"}),
            objects: {"bucket/items.jsonl": "{\"n\": 1}\n\"two\"\n"}, items: [{n: 1}, "two"]
        },
        csv: {
            reader: r => new sfn.S3CsvItemReader({
                bucket: r.bucket, key: at("$.key"), csvHeaders: sfn.CsvHeaders.use(["a", "b"]), csvDelimiter: sfn.CsvDelimiter.PIPE
            }),
            objects: {"bucket/piped.csv": "1|x,y\n2|z\n3|\n"}, items: [{a: "1", b: "x,y"}, {a: "2", b: "z"}, {a: "3", b: ""}]
        },
        csvOfFirstRow: {
            reader: r => new sfn.S3CsvItemReader({bucket: r.bucket, key: "items.csv"}),
            objects: {"bucket/items.csv": "id,name\n7,\"Ann, B.\"\n"}, items: [{id: "7", name: "Ann, B."}]
        },
        manifest: {
            reader: r => new sfn.S3ManifestItemReader({bucket: r.bucket, key: "manifest.json"}),
            objects: {
                "bucket/manifest.json": JSON.stringify({
                    sourceBucket: "bucket", destinationBucket: "arn:aws:s3:::bucket", fileFormat: "CSV", fileSchema: "Bucket, Key, Size",
                    files: [{key: "lists/1.csv"}, {key: "lists/2.csv"}]
                }),
                "bucket/lists/1.csv": '"bucket","one","1"\n', "bucket/lists/2.csv": '"bucket","two","2"\n'
            },
            items: [{Bucket: "bucket", Key: "one", Size: "1"}, {Bucket: "bucket", Key: "two", Size: "2"}]
        }
    };
    const writers = [
        r => ({resultWriter: new sfn.ResultWriter({bucket: r.bucket, prefix: "out"})}),
        r => ({resultWriterV2: new sfn.ResultWriterV2({bucket: r.bucket, prefix: "out", writerConfig: new sfn.WriterConfig({
            transformation: sfn.Transformation.COMPACT, outputType: sfn.OutputType.JSONL})})}),
        () => ({resultWriterV2: new sfn.ResultWriterV2({bucketNamePath: at("$.bucket")})})
    ];
    const machines = {};
    Object.entries(of).forEach(([name, {reader, objects, items}], i) => {
        machines[`reader-${name}`] = (s, r) => (s.node.setContext(WRITER_FLAG, i % writers.length > 0), {
            state: new sfn.DistributedMap(s, "M", {
                itemReader: reader(r), ...writers[i % writers.length](r), toleratedFailureCountPath: "$.tolerated",
                itemBatcher: new sfn.ItemBatcher({maxItemsPerBatchPath: "$.size"})
            }).itemProcessor(new sfn.Pass(s, "P")).addCatch(new sfn.Pass(s, "C")),
            input: {bucket: name === "objectsOf" ? "listed" : "written", key: "piped.csv", tolerated: 0, size: 2},
            objects, results: batches(items, 2)
        });
    });
    return machines;
}

function batches(items, size) {
    const starts = items.map((_, i) => i).filter(i => i % size === 0);
    return starts.map(start => ({Items: items.slice(start, start + size)}));
}
