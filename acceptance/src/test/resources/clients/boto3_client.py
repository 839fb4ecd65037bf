"""boto3 does with the server at the given URL what its users do; an AssertionError or ClientError is a failure."""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/skald"
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:"
SECONDS_MAX = 20

sfn = boto3.client("stepfunctions", endpoint_url=sys.argv[1], config=Config(inject_host_prefix=False))


def task(function):
    return json.dumps(
        {"StartAt": "Only", "States": {"Only": {"Type": "Task", "Resource": FUNCTION + function, "End": True}}}
    )


def create(name, definition, **more):
    return sfn.create_state_machine(name=name, definition=definition, roleArn=ROLE, **more)["stateMachineArn"]


def end(execution):
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        described = sfn.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.02)
    raise AssertionError(f"{execution} still runs")


def knows(operation):
    """Whether this boto3 is new enough to have the operation."""
    if hasattr(sfn, operation):
        return True
    print(f"boto3 {boto3.__version__} has no {operation}")
    return False


def runs_and_shows():
    arn = create("py-double", task("double"), tags=[{"key": "team", "value": "a"}])
    execution = sfn.start_execution(stateMachineArn=arn, name="one", input='{"n": 21}')["executionArn"]
    ended = end(execution)
    assert (ended["status"], ended["output"]) == ("SUCCEEDED", "42"), ended
    assert ended["startDate"] <= ended["stopDate"]
    machines = sfn.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 1})
    assert arn in [m["stateMachineArn"] for page in machines for m in page["stateMachines"]]
    assert [e["name"] for e in sfn.list_executions(stateMachineArn=arn)["executions"]] == ["one"]
    pages = sfn.get_paginator("get_execution_history").paginate(executionArn=execution, PaginationConfig={"PageSize": 2})
    types = [event["type"] for page in pages for event in page["events"]]
    assert types[0] == "ExecutionStarted" and types[-1] == "ExecutionSucceeded" and len(types) == 7, types
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "team", "value": "a"}]
    updated = sfn.update_state_machine(stateMachineArn=arn, definition=task("mended"))
    assert updated["updateDate"]
    assert sfn.describe_state_machine(stateMachineArn=arn)["definition"] == task("mended")


def refuses():
    try:
        create("py-bad", "{}")
    except sfn.exceptions.InvalidDefinition as refused:
        assert refused.response["Error"]["Message"].startswith("Invalid State Machine Definition: "), refused
    else:
        raise AssertionError("a machine without states was created")
    try:
        sfn.describe_execution(executionArn="arn:aws:states:us-east-1:000000000000:execution:py-absent:one")
    except sfn.exceptions.ExecutionDoesNotExist as refused:
        assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    else:
        raise AssertionError("an execution that is not there was described")
    try:
        sfn.start_execution(stateMachineArn="nonsense")
    except ClientError as refused:
        assert refused.response["Error"]["Code"] == "InvalidArn", refused
    else:
        raise AssertionError("nonsense was started")


def starts_synchronously():
    arn = create("py-express", task("double"), type="EXPRESS")
    ended = sfn.start_sync_execution(stateMachineArn=arn, input='{"n": 4}')
    assert (ended["status"], ended["output"]) == ("SUCCEEDED", "8"), ended


def tests_states():
    if not knows("test_state"):
        return
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Many"}],
        "Default": "Few",
    }
    tested = sfn.test_state(definition=json.dumps(choice), roleArn=ROLE, input='{"n": 2}', inspectionLevel="DEBUG")
    assert (tested["status"], tested["nextState"]) == ("SUCCEEDED", "Many"), tested
    assert json.loads(tested["inspectionData"]["input"]) == {"n": 2}, tested
    if "mock" not in sfn.meta.service_model.operation_model("TestState").input_shape.members:
        print(f"boto3 {boto3.__version__} has no mocks")
        return
    state = json.dumps({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True,
                        "Parameters": {"FunctionName": "absent"}, "OutputPath": "$.Payload"})
    mocked = sfn.test_state(definition=state, input="{}", mock={"result": '{"Payload": 7}'})
    assert (mocked["status"], mocked["output"]) == ("SUCCEEDED", "7"), mocked


def redrives():
    if not knows("redrive_execution"):
        return
    arn = create("py-mended", task("mended"))
    execution = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    failed = end(execution)
    assert (failed["status"], failed["error"], failed["redriveStatus"]) == ("FAILED", "Broken", "REDRIVABLE"), failed
    assert sfn.redrive_execution(executionArn=execution)["redriveDate"]
    ended = end(execution)
    assert (ended["status"], ended["output"], ended["redriveCount"]) == ("SUCCEEDED", '"mended"', 1), ended


def publishes():
    if not knows("publish_state_machine_version"):
        return
    arn = create("py-published", task("double"))
    version = sfn.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    assert version == arn + ":1", version
    alias = sfn.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": version, "weight": 100}]
    )["stateMachineAliasArn"]
    execution = sfn.start_execution(stateMachineArn=alias, input='{"n": 3}')["executionArn"]
    ended = end(execution)
    assert ended["output"] == "6", ended
    assert (ended["stateMachineVersionArn"], ended["stateMachineAliasArn"]) == (version, alias), ended
    versions = sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    assert [v["stateMachineVersionArn"] for v in versions] == [version], versions
    try:
        sfn.delete_state_machine_version(stateMachineVersionArn=version)
    except sfn.exceptions.ConflictException:
        pass
    else:
        raise AssertionError("a version that an alias routes to was deleted")


def is_managed_as_by_terraform():
    """The calls of Terraform's aws_sfn_state_machine with `publish`, then without, and its waiting for the deletion."""
    if not (knows("validate_state_machine_definition") and knows("publish_state_machine_version")):
        return
    definition = task("double")
    assert sfn.validate_state_machine_definition(definition=definition, type="STANDARD")["result"] == "OK"
    arn = create("tf", definition, type="STANDARD", publish=False, tags=[])
    read = sfn.describe_state_machine(stateMachineArn=arn)
    assert (read["status"], read["definition"], read["roleArn"]) == ("ACTIVE", definition, ROLE), read
    assert (read["loggingConfiguration"]["level"], read["tracingConfiguration"]["enabled"]) == ("OFF", False), read
    assert sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"] == []
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == []
    sfn.update_state_machine(
        stateMachineArn=arn,
        definition=task("mended"),
        roleArn=ROLE,
        publish=True,
        versionDescription="",
        tracingConfiguration={"enabled": True},
        loggingConfiguration={
            "level": "ALL",
            "includeExecutionData": True,
            "destinations": [
                {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:tf:*"}}
            ],
        },
    )
    read = sfn.describe_state_machine(stateMachineArn=arn)
    assert read["definition"] == task("mended") and read["revisionId"], read
    assert read["tracingConfiguration"] == {"enabled": True}, read
    logging = read["loggingConfiguration"]
    assert (logging["level"], logging["includeExecutionData"], len(logging["destinations"])) == ("ALL", True, 1), read
    versions = sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]
    assert [v["stateMachineVersionArn"] for v in versions] == [arn + ":1"], versions
    sfn.delete_state_machine(stateMachineArn=arn)
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        try:
            assert sfn.describe_state_machine(stateMachineArn=arn)["status"] == "DELETING"
        except sfn.exceptions.StateMachineDoesNotExist:
            return
        time.sleep(0.02)
    raise AssertionError(f"{arn} is not deleted")


def works_at_an_activity():
    activity = sfn.create_activity(name="py-worker")["activityArn"]
    definition = {"StartAt": "Only", "States": {"Only": {"Type": "Task", "Resource": activity, "End": True}}}
    execution = sfn.start_execution(stateMachineArn=create("py-activity", json.dumps(definition)))["executionArn"]
    work = sfn.get_activity_task(activityArn=activity, workerName="py")
    sfn.send_task_success(taskToken=work["taskToken"], output='"by hand"')
    assert end(execution)["output"] == '"by hand"'


def invokes_functions():
    functions = boto3.client("lambda", endpoint_url=sys.argv[1])
    answer = functions.invoke(FunctionName=FUNCTION + "double", Payload=b'{"n": 21}')
    assert (answer["StatusCode"], answer["Payload"].read()) == (200, b"42")
    assert functions.invoke(FunctionName="double", InvocationType="Event", Payload=b"{}")["StatusCode"] == 202
    assert "double" in [each["FunctionName"] for each in functions.list_functions()["Functions"]]
    try:
        functions.invoke(FunctionName="gone")
        raise AssertionError("there is no such function")
    except functions.exceptions.ResourceNotFoundException as refused:
        assert refused.response["Error"]["Message"] == "Function not found: " + FUNCTION + "gone", refused.response


for each in (
    invokes_functions,
    runs_and_shows,
    refuses,
    starts_synchronously,
    tests_states,
    redrives,
    publishes,
    is_managed_as_by_terraform,
    works_at_an_activity,
):
    each()
print("boto3: ok")
