// One entry for each task of aws-stepfunctions-tasks: its properties, apart from those that all tasks have.
import {Duration, Size, Stack} from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as bedrock from "aws-cdk-lib/aws-bedrock";
import * as codebuild from "aws-cdk-lib/aws-codebuild";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as eks from "aws-cdk-lib/aws-eks";
import * as events from "aws-cdk-lib/aws-events";
import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as sns from "aws-cdk-lib/aws-sns";
import * as sqs from "aws-cdk-lib/aws-sqs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";

const arn = (service, resource) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

/** The resources of other services that the tasks name; most are made in the stack, so that the definition has references to resolve. */
export function resources(stack) {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, "Vpc", {
        vpcId: "vpc-1", availabilityZones: ["us-east-1a"], publicSubnetIds: ["subnet-1"], privateSubnetIds: ["subnet-2"]
    });
    const fargate = new ecs.FargateTaskDefinition(stack, "Fargate");
    fargate.addContainer("app", {image: ecs.ContainerImage.fromRegistry("app"), memoryLimitMiB: 256});
    const onEc2 = new ecs.Ec2TaskDefinition(stack, "OnEc2");
    onEc2.addContainer("app", {image: ecs.ContainerImage.fromRegistry("app"), memoryLimitMiB: 256});
    const role = iam.Role.fromRoleArn(stack, "Service", "arn:aws:iam::000000000000:role/service", {mutable: false});
    const code = lambda.Code.fromInline("exports.handler = async event => event;");
    return {
        vpc, fargate, onEc2, role,
        activity: new sfn.Activity(stack, "Worker", {activityName: "worker"}),
        api: apigateway.RestApi.fromRestApiId(stack, "Api", "api"),
        bucket: new s3.Bucket(stack, "Bucket", {bucketName: "bucket"}),
        bus: new events.EventBus(stack, "Bus"),
        connection: events.Connection.fromConnectionAttributes(stack, "Connection", {
            connectionName: "c", connectionArn: arn("events", "connection/c/1"),
            connectionSecretArn: arn("secretsmanager", "secret:s")
        }),
        ecsCluster: ecs.Cluster.fromClusterAttributes(stack, "Ecs", {clusterName: "ecs", vpc, securityGroups: []}),
        eksCluster: eks.Cluster.fromClusterAttributes(stack, "Eks", {
            clusterName: "eks", clusterEndpoint: "https://eks", clusterCertificateAuthorityData: "data"
        }),
        double: new lambda.Function(stack, "Double", {
            functionName: "double", runtime: lambda.Runtime.NODEJS_22_X, handler: "index.handler", code, role
        }),
        key: new kms.Key(stack, "Key"),
        machine: sfn.StateMachine.fromStateMachineName(stack, "Other", "other"),
        model: bedrock.FoundationModel.fromFoundationModelId(stack, "Model", bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_V2),
        project: new codebuild.PipelineProject(stack, "Project", {role}),
        queue: new sqs.Queue(stack, "Queue"),
        fifo: new sqs.Queue(stack, "Fifo", {fifo: true}),
        table: new dynamodb.TableV2(stack, "Table", {partitionKey: {name: "id", type: dynamodb.AttributeType.STRING}}),
        topic: new sns.Topic(stack, "Topic")
    };
}

/**
 * The tasks by the names of their classes.
 *
 * @param r what resources() made
 * @param from makes a reference to a member of the input, in the language of the state
 * @param list makes a list with such a reference
 * @param token the task token where the pattern asks for it
 * @param payload an input with a reference, and with the token
 */
export function taskProperties(stack, r, {from, list, token, payload}) {
    const emrInstances = {masterInstanceType: "m5.xlarge", slaveInstanceType: "m5.xlarge", instanceCount: 3};
    const dynamoKey = {id: tasks.DynamoAttributeValue.fromString(from("id"))};
    const image = tasks.DockerImage.fromRegistry("image");
    const model = tasks.S3Location.fromBucket(r.bucket, "model");
    return {
        AthenaGetQueryExecution: {queryExecutionId: from("id")},
        AthenaGetQueryResults: {queryExecutionId: from("id"), maxResults: 10},
        AthenaStartQueryExecution: {
            queryString: from("query"), workGroup: "primary", executionParameters: ["one"],
            queryExecutionContext: {databaseName: "db"}, resultReuseConfigurationMaxAge: Duration.minutes(5),
            resultConfiguration: {
                outputLocation: {bucketName: "bucket", objectKey: "athena"},
                encryptionConfiguration: {encryptionOption: tasks.EncryptionOption.S3_MANAGED}
            }
        },
        AthenaStopQueryExecution: {queryExecutionId: from("id")},
        BatchSubmitJob: {
            jobDefinitionArn: arn("batch", "job-definition/d:1"), jobName: from("name"), jobQueueArn: arn("batch", "job-queue/q"),
            arraySize: 4, attempts: 2, payload: payload(), containerOverrides: {
                command: ["run"], environment: {KEY: "value"}, memory: Size.mebibytes(512), vcpus: 1, gpuCount: 1
            }, dependsOn: [{jobId: "1", type: "SEQUENTIAL"}], tags: {team: "a"}
        },
        BedrockCreateModelCustomizationJob: {
            baseModel: r.model, customModelName: "custom", jobName: "job", customizationType: tasks.CustomizationType.FINE_TUNING,
            outputData: {bucket: r.bucket, path: "out"}, trainingData: {bucket: r.bucket, path: "in"}, role: r.role,
            hyperParameters: {epochCount: "1"}, validationData: [{bucket: r.bucket, path: "check"}], customModelTags: [{key: "team", value: "a"}]
        },
        BedrockInvokeModel: {model: r.model, body: payload(), contentType: "application/json", accept: "application/json"},
        CallApiGatewayHttpApiEndpoint: {
            apiId: "api", apiStack: Stack.of(r.bucket), method: tasks.HttpMethod.POST, apiPath: "/orders", requestBody: payload(),
            authType: tasks.AuthType.IAM_ROLE, headers: sfn.TaskInput.fromObject({TaskToken: list(token ?? "none")})
        },
        CallApiGatewayRestApiEndpoint: {
            api: r.api, stageName: "prod", method: tasks.HttpMethod.GET, queryParameters: sfn.TaskInput.fromObject({id: list(from("id"))}),
            headers: sfn.TaskInput.fromObject({TaskToken: list(token ?? "none")})
        },
        CallAwsService: {
            service: "s3", action: "getObject", iamResources: ["*"],
            parameters: {Bucket: r.bucket.bucketName, Key: from("key"), ...(token && {Token: token})}
        },
        CallAwsServiceCrossRegion: {
            service: "dynamodb", action: "describeTable", region: "eu-west-1", iamResources: ["*"],
            parameters: {TableName: from("table"), ...(token && {Token: token})}
        },
        CodeBuildStartBuild: {project: r.project, environmentVariablesOverride: {KEY: {value: from("id")}}},
        CodeBuildStartBuildBatch: {project: r.project, environmentVariablesOverride: {KEY: {value: "value"}}},
        DynamoDeleteItem: {table: r.table, key: dynamoKey, returnValues: tasks.DynamoReturnValues.ALL_OLD},
        DynamoGetItem: {
            table: r.table, key: dynamoKey, consistentRead: true,
            projectionExpression: [new tasks.DynamoProjectionExpression().withAttribute("a").atIndex(1)]
        },
        DynamoPutItem: {
            table: r.table, conditionExpression: "attribute_not_exists(id)",
            item: {
                ...dynamoKey, n: tasks.DynamoAttributeValue.fromNumber(3), flag: tasks.DynamoAttributeValue.fromBoolean(true),
                set: tasks.DynamoAttributeValue.fromStringSet(["a"]), none: tasks.DynamoAttributeValue.fromNull(true),
                map: tasks.DynamoAttributeValue.fromMap({a: tasks.DynamoAttributeValue.numberFromString(from("count"))})
            }
        },
        DynamoUpdateItem: {
            table: r.table, key: dynamoKey, updateExpression: "SET n = :n",
            expressionAttributeValues: {":n": tasks.DynamoAttributeValue.fromNumber(1)}
        },
        EcsRunTask: {
            cluster: r.ecsCluster, taskDefinition: r.fargate, assignPublicIp: true,
            launchTarget: new tasks.EcsFargateLaunchTarget({platformVersion: ecs.FargatePlatformVersion.LATEST}),
            containerOverrides: [{
                containerDefinition: r.fargate.defaultContainer, command: ["run"],
                environment: [{name: "TOKEN", value: token ?? "none"}], cpu: 256
            }],
            subnets: {subnetType: ec2.SubnetType.PUBLIC},
            securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, "Group" + stack.node.children.length, "sg-1", {mutable: false})]
        },
        EksCall: {
            cluster: r.eksCluster, httpMethod: tasks.HttpMethods.POST, httpPath: "/apis", queryParameters: {pretty: ["true"]},
            requestBody: payload()
        },
        EmrAddStep: {
            clusterId: from("cluster"), name: "step", jar: "s3://bucket/job.jar", args: ["a"], mainClass: "Main",
            actionOnFailure: tasks.ActionOnFailure.CONTINUE, properties: {key: "value"}
        },
        EmrCancelStep: {clusterId: from("cluster"), stepId: from("step")},
        EmrContainersCreateVirtualCluster: {
            eksCluster: tasks.EksClusterInput.fromTaskInput(sfn.TaskInput.fromText(from("cluster"))), eksNamespace: "default",
            virtualClusterName: "virtual", tags: {team: "a"}
        },
        EmrContainersDeleteVirtualCluster: {virtualClusterId: sfn.TaskInput.fromText(from("cluster"))},
        EmrContainersStartJobRun: {
            virtualCluster: tasks.VirtualClusterInput.fromVirtualClusterId("v"), releaseLabel: tasks.ReleaseLabel.EMR_6_2_0,
            jobName: "job", executionRole: r.role, jobDriver: {sparkSubmitJobDriver: {
                entryPoint: sfn.TaskInput.fromText("local:///job.py"), sparkSubmitParameters: "--conf spark.executor.instances=2"
            }}, applicationConfig: [{classification: tasks.Classification.SPARK_DEFAULTS, properties: {key: "value"}}],
            monitoring: {persistentAppUI: false}
        },
        EmrCreateCluster: {
            instances: emrInstances, name: from("name"), clusterRole: r.role, serviceRole: r.role, autoScalingRole: r.role,
            applications: [{name: "Spark"}], releaseLabel: "emr-6.10.0", logUri: "s3://bucket/logs", tags: {team: "a"},
            configurations: [{classification: "c", properties: {key: "value"}}], ebsRootVolumeSize: Size.gibibytes(20),
            bootstrapActions: [{name: "b", scriptBootstrapAction: {path: "s3://bucket/b", args: ["1"]}}]
        },
        EmrModifyInstanceFleetByName: {
            clusterId: from("cluster"), instanceFleetName: "fleet", targetOnDemandCapacity: 2, targetSpotCapacity: 1
        },
        EmrModifyInstanceGroupByName: {
            clusterId: from("cluster"), instanceGroupName: "group",
            instanceGroup: {instanceCount: 1, shrinkPolicy: {decommissionTimeout: Duration.seconds(5)}}
        },
        EmrSetClusterTerminationProtection: {clusterId: from("cluster"), terminationProtected: false},
        EmrTerminateCluster: {clusterId: from("cluster")},
        EvaluateExpression: {expression: "$.a + $.b"},
        EventBridgePutEvents: {
            entries: [{detail: payload(), detailType: "order", source: "orders", eventBus: r.bus}]
        },
        EventBridgeSchedulerCreateScheduleTask: {
            scheduleName: "schedule", schedule: tasks.Schedule.rate(Duration.minutes(5)), timezone: "UTC",
            target: new tasks.EventBridgeSchedulerTarget({
                arn: r.queue.queueArn, role: r.role, input: "{}", deadLetterQueue: r.queue,
                retryPolicy: {maximumRetryAttempts: 2, maximumEventAge: Duration.minutes(5)}
            })
        },
        GlueDataBrewStartJobRun: {name: from("name")},
        GlueStartCrawlerRun: {crawlerName: from("name")},
        GlueStartJobRun: {
            glueJobName: "job", arguments: payload(), notifyDelayAfter: Duration.minutes(5),
            workerConfiguration: {workerTypeV2: tasks.WorkerTypeV2.G_1X, numberOfWorkers: 2}
        },
        HttpInvoke: {
            apiRoot: "https://api.example.com", apiEndpoint: sfn.TaskInput.fromText("/orders"), connection: r.connection,
            method: sfn.TaskInput.fromText("POST"), body: payload(), headers: sfn.TaskInput.fromObject({Accept: "application/json"}),
            queryStringParameters: sfn.TaskInput.fromObject({id: from("id")}), urlEncodingFormat: tasks.URLEncodingFormat.BRACKETS
        },
        LambdaInvoke: {lambdaFunction: r.double, payload: payload(), invocationType: tasks.LambdaInvocationType.REQUEST_RESPONSE},
        MediaConvertCreateJob: {createJobRequest: {Role: r.role.roleArn, Settings: {Input: from("uri")}}},
        SageMakerCreateEndpoint: {endpointName: from("name"), endpointConfigName: "config"},
        SageMakerCreateEndpointConfig: {
            endpointConfigName: "config", productionVariants: [{
                initialInstanceCount: 2, instanceType: ec2.InstanceType.of(ec2.InstanceClass.M5, ec2.InstanceSize.XLARGE),
                modelName: "model", variantName: "variant"
            }]
        },
        SageMakerCreateModel: {
            modelName: from("name"), role: r.role,
            primaryContainer: new tasks.ContainerDefinition({image, mode: tasks.Mode.SINGLE_MODEL, modelS3Location: model})
        },
        SageMakerCreateTrainingJob: {
            trainingJobName: from("name"), role: r.role, algorithmSpecification: {
                algorithmName: "BlazingText", trainingInputMode: tasks.InputMode.FILE
            }, inputDataConfig: [{channelName: "train", dataSource: {
                s3DataSource: {s3DataType: tasks.S3DataType.S3_PREFIX, s3Location: model}
            }}], outputDataConfig: {s3OutputLocation: model}, stoppingCondition: {maxRuntime: Duration.hours(2)}
        },
        SageMakerCreateTransformJob: {
            transformJobName: "transform", modelName: from("name"), role: r.role, maxPayload: Size.mebibytes(100),
            modelClientOptions: {invocationsMaxRetries: 3, invocationsTimeout: Duration.minutes(5)},
            transformInput: {transformDataSource: {s3DataSource: {s3Uri: "s3://in", s3DataType: tasks.S3DataType.S3_PREFIX}}},
            transformOutput: {s3OutputPath: "s3://out"}
        },
        SageMakerUpdateEndpoint: {endpointName: from("name"), endpointConfigName: "config"},
        SnsPublish: {
            topic: r.topic, message: payload(), subject: "order", messageAttributes: {
                one: {value: from("id")}, many: {value: ["a", "b"]}, number: {value: 3}
            }
        },
        SqsSendMessage: {queue: r.queue, messageBody: payload(), delay: Duration.seconds(5)},
        StepFunctionsInvokeActivity: {activity: r.activity},
        StepFunctionsStartExecution: {stateMachine: r.machine, input: payload(), name: from("name"), associateWithParent: false}
    };
}
