#!/usr/bin/env python3
"""Runs the runner of the recorded-AWS cases (conformance.py) with the services that it lacks.

    run.py --recordings DIR --stub-port PORT [--min-freed 0.9] --out FILE [arguments of conformance.py]

The engine under test is started with AWS_ENDPOINT_URL=http://127.0.0.1:PORT. Cases that the runner would skip for want of a service, or of
somebody who reads a queue and answers task tokens, run here (`freed` in the results); all others run as they would without. Fails
when fewer of the freed cases than --min-freed end as recorded (level `outcome`).
"""
import argparse, json, os, re, sys, threading
from services import Services

STUBBED = {"sqs", "sns", "dynamodb", "events", "apigateway", "s3 (ItemReader/ResultWriter)",
           "aws-sdk:dynamodb", "aws-sdk:s3", "aws-sdk:secretsmanager"}
ANSWER_AFTER_SECONDS = 1.0  # As in the recorded tests, which polled every second.


def stubbed_run(conformance, services):
    class StubbedRun(conformance.CaseRun):
        """A case with services, and with somebody who reads its queues and answers its tokens."""
        freed = False

        def skip_reason(self):
            try: super().skip_reason()
            except conformance.Skip as skip:
                reason = str(skip)
                lacking = set(reason.removeprefix("needs a real service: ").split(", "))
                if not reason.startswith("needs SQS") and not lacking <= STUBBED: raise
                self.freed = True
            services.open(self.case, self.names())

        def names(self):
            """What the names in this case's requests have in common, and those of no other case."""
            text = json.dumps({k: self.case.get(k) for k in ("input", "definition", "mocks", "steps")})
            made = (f"{self.R.nonce}|{self.id}|{each}" for each in conformance.UIDS)
            own = {conformance.hashlib.sha1(each.encode()).hexdigest()[:8] for each in made}
            return {name for name in own if name in text} | set(re.findall(r"/(queue[0-9A-F]{8})", text))

        def register_lambdas(self):
            super().register_lambdas()
            for driver in self.case.get("drivers") or []:
                play = getattr(self, "play_" + driver["driver"], None)
                if play: threading.Thread(target=self.drive, args=(play, driver), daemon=True).start()

        def run(self):
            result = super().run()
            result["freed"] = self.freed
            if hasattr(self, "driver_error"): result["driver_error"] = self.driver_error
            return result

        # ---- who answers the tokens

        def drive(self, play, driver):
            try:
                while (text := services.message(self.names(), self.stop)) is not None:
                    if not self.stop.wait(ANSWER_AFTER_SECONDS): play(driver, text, json.loads(text))
            except Exception as error: self.driver_error = repr(error)

        def send(self, op, body, **args):
            self.R.client.call(op, {"taskToken": body["TaskToken"], **args}, timeout=10)

        def play_sqs_poll_send_task_success(self, driver, text, body):
            self.send("SendTaskSuccess", body, output=json.dumps(body["Message"]))

        def play_sqs_poll_send_task_failure(self, driver, text, body):
            self.send("SendTaskFailure", body, error="Failure error", cause="Failure cause")

        def play_sqs_lambda_consumer(self, driver, text, body):
            if body["ShouldFail"] == "yes": self.send("SendTaskFailure", body, error="IntentionalFail", cause="Intentional failure")
            else: self.send("SendTaskSuccess", body, output='{"message": "Successfully executed lambda"}')

        def play_test_thread(self, driver, text, body):
            """The test's calls up to the one that ends the task: the others are for its other executions."""
            for call in driver["calls"]:
                op = "".join(word.capitalize() for word in call["op"].split("_"))
                args = {k: text if "${" in v else v for k, v in call["args"].items() if k != "taskToken"}
                self.send(op, body, **args)
                if op != "SendTaskHeartbeat": return

    return StubbedRun


def judge(results, least):
    """Whether enough of the freed cases end as recorded."""
    freed = [r for r in results if r["freed"]]
    ended = [r for r in freed if r["outcome"]]
    share = len(ended) / len(freed) if freed else 1.0
    print(f"freed by the stub: {len(freed)} cases, {len(ended)} as recorded in outcome ({100 * share:.1f} %)")
    if share < least: print(f"min-freed missed: {share:.3f} < {least}")
    return share >= least


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--recordings", required=True)
    parser.add_argument("--stub-port", type=int, required=True)
    parser.add_argument("--min-freed", type=float, default=0.0)
    parser.add_argument("--out", required=True)
    given, rest = parser.parse_known_args()
    sys.path.insert(0, given.recordings)
    import conformance
    services = Services(given.stub_port)
    conformance.CaseRun = stubbed_run(conformance, services)
    try: code = conformance.main(["--cases", os.path.join(given.recordings, "cases"), "--out", given.out, *rest])
    finally: services.close()
    if not os.path.exists(given.out): return code or 2
    with open(given.out, encoding="utf-8") as out: results = json.load(out)["results"]
    return code if judge(results, given.min_freed) else code or 1


if __name__ == "__main__":
    sys.exit(main())
