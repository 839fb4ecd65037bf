#!/usr/bin/env bash
# The AWS CLI, version 1 or 2, does with the server at the given URL what its users do.
set -euo pipefail

url=$1
role=arn:aws:iam::000000000000:role/skald
function=arn:aws:lambda:us-east-1:000000000000:function:
export AWS_DEFAULT_OUTPUT=text
# StartSyncExecution and TestState go to a host with the prefix "sync-": version 1 has a switch, version 2 needs the server as its proxy.
export AWS_DISABLE_HOST_PREFIX_INJECTION=true

sfn() {
    aws stepfunctions --endpoint-url "$url" "$@"
}

sync_sfn() {
    HTTP_PROXY=$url http_proxy=$url aws stepfunctions --endpoint-url http://skald.internal "$@"
}

task() {
    printf '{"StartAt":"Only","States":{"Only":{"Type":"Task","Resource":"%s","End":true}}}' "$function$1"
}

fail() {
    echo "$*" >&2
    exit 1
}

is() {
    [[ $2 == "$3" ]] || fail "$1: expected '$2' but was '$3'"
}

ended() {
    local seen
    for _ in {1..15}; do
        seen=$(sfn describe-execution --execution-arn "$1" --query "$2")
        [[ $seen == RUNNING* ]] || break
    done
    echo "$seen"
}

redrives_publishes_and_tests() {
    local version alias through
    sfn redrive-execution --execution-arn "$execution" >/dev/null
    is "what is redriven" $'SUCCEEDED\t"mended"\t1' "$(ended "$execution" '[status,output,redriveCount]')"
    is "its history" ExecutionSucceeded \
        "$(sfn get-execution-history --execution-arn "$execution" --reverse-order --max-items 1 --query 'events[0].type' | head -n 1)"
    version=$(sfn publish-state-machine-version --state-machine-arn "$machine" --query stateMachineVersionArn)
    is "the version" "$machine:1" "$version"
    alias=$(sfn create-state-machine-alias --name live --query stateMachineAliasArn \
        --routing-configuration "stateMachineVersionArn=$version,weight=100")
    through=$(sfn start-execution --state-machine-arn "$alias" --name two --query executionArn)
    is "through the alias" "$version" "$(sfn describe-execution --execution-arn "$through" --query stateMachineVersionArn)"
    is "a tested state" $'"x"\tSUCCEEDED' "$(sync_sfn test-state --query '[output,status]' --role-arn $role \
        --definition '{"Type":"Pass","Result":"x","End":true}')"
    if [[ $(aws --version 2>&1) == aws-cli/1.* ]]; then
        is "a tested state without a proxy" SUCCEEDED "$(sfn test-state --query status --role-arn $role \
            --definition '{"Type":"Succeed"}')"
    fi
}

machine=$(sfn create-state-machine --name cli-mended --role-arn $role --definition "$(task mended)" --query stateMachineArn)
is "the machine" arn:aws:states:us-east-1:000000000000:stateMachine:cli-mended "$machine"
execution=$(sfn start-execution --state-machine-arn "$machine" --name one --input '{"n": 1}' --query executionArn)
is "what failed" $'FAILED\tBroken' "$(ended "$execution" '[status,error]')"
is "what is listed" $'one\tFAILED' "$(sfn list-executions --state-machine-arn "$machine" --query 'executions[].[name,status]')"
sfn create-state-machine --name cli-express --type EXPRESS --role-arn $role --definition "$(task double)" >/dev/null
is "synchronously" $'SUCCEEDED\t8' "$(sync_sfn start-sync-execution --query '[status,output]' --input '{"n": 4}' \
    --state-machine-arn "${machine%:*}:cli-express")"
if [[ $(aws stepfunctions test-state 2>&1) == *"nvalid choice"* ]]; then
    echo "$(aws --version 2>&1) is too old to redrive, to publish versions and to test states"
else
    redrives_publishes_and_tests
fi
if refused=$(sfn create-state-machine --name cli-bad --role-arn $role --definition '{}' 2>&1); then
    fail "a machine without states was created"
fi
[[ $refused == *"(InvalidDefinition)"*"Invalid State Machine Definition"* ]] || fail "refused with $refused"
echo "aws: ok"
