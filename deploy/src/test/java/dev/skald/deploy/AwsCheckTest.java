package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What AWS has not. */
class AwsCheckTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTellWhatAwsHasNot() throws Exception {
        Application application =
                new ProjectFolder(folder).with("serverless.yml", """
                        service: s
                        provider: {name: aws, runtime: nodejs22.x}
                        functions:
                          slow:
                            handler: slow.handler
                            timeout: 60
                            events: [{http: GET slow}, {httpApi: GET /slow2}]
                          quick: {handler: quick.handler, timeout: 29, events: [{http: GET quick}]}
                        stepFunctions:
                          stateMachines:
                            saga:
                              events:
                                - http:
                                    path: a
                                    method: get
                                    timeoutInMillis: 45000
                                    response: {statusCodes: {422: {pattern: '.*', template: '{}'}}}
                                - http: {path: b, method: get, action: StartExecution}
                              definition:
                                StartAt: A
                                States:
                                  A:
                                    Type: Task
                                    Resource: arn:aws:lambda:us-east-1:123456789012:function:a
                                    Compensate: {Resource: arn:aws:lambda:us-east-1:123456789012:function:b}
                                    Next: B
                                  B: {Type: Fail, RunClass: KnownFailure}
                            plain:
                              definition: {StartAt: A, States: {A: {Type: Succeed}}}
                        """).read();
        assertThat(AwsCheck.of(application))
                .extracting(Notice::path, Notice::message)
                .containsExactly(
                        tuple(
                                "machine s-dev-saga",
                                "AWS does not know Compensate, RunClass: `skald export` makes a definition that does the same"
                                        + " with what AWS has"),
                        tuple("GET /slow", "API Gateway waits for 29 s by default, not for 60 s"),
                        tuple("GET /slow2", "API Gateway waits for 30 s, not for 60 s"),
                        tuple(
                                "GET /a",
                                "AWS answers at once with the ARN of the execution; here the caller waits for its result"),
                        tuple("GET /a", "API Gateway waits for 29 s by default, not for 45 s"),
                        tuple(
                                "stepFunctions.stateMachines.saga.events[0].http.response.statusCodes",
                                "the public plugin ignores it; it decides the answer here"));
    }

    @Test
    void shouldFindNothingInPlainDefinitions() throws Exception {
        Application application = new ProjectFolder(folder)
                .with("a.asl.json", "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}")
                .read();
        assertThat(AwsCheck.of(application)).isEmpty();
    }
}
