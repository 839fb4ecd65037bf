"""Days in milliseconds: `pytest examples/testing/pytest`, or `python3 -m unittest` in this folder, where there is no pytest."""

import os
import pathlib
import unittest

from skald import Skald, TaskFailure

MACHINE = pathlib.Path(os.environ.get("BOOKING", str(pathlib.Path(__file__).parent / "../booking.asl.json")))


class BookingTest(unittest.TestCase):
    calls = []
    functions = {}

    @classmethod
    def setUpClass(cls):
        cls.skald = Skald(cls.functions)
        cls.addClassCleanup(cls.skald.stop)
        cls.machine = cls.skald.call("CreateStateMachine", {
            "name": "booking",
            "definition": MACHINE.read_text(),
            "roleArn": "arn:aws:iam::000000000000:role/any",
        })["stateMachineArn"]

    def setUp(self):
        self.calls.clear()
        for name in ("hold-room", "release-room", "collect-payment"):
            self.functions[name] = self._function(name)

    def _function(self, name):
        def called(_, key):
            self.calls.append((name, key))
            return {"done": True}
        return called

    def _book(self, name):
        started = self.skald.call("StartExecution", {
            "stateMachineArn": self.machine, "name": name, "input": '{"guest": "Ada"}'})
        self.skald.time(by="PT1S")
        return started["executionArn"]

    def _describe(self, arn):
        return self.skald.call("DescribeExecution", {"executionArn": arn})

    def test_keeps_the_room_when_the_payment_comes_in(self):
        arn = self._book("paid")
        self.assertEqual(["hold-room"], [name for name, _ in self.calls])

        self.assertTrue(self.skald.time(by="P3D")["settled"])

        self.assertEqual("SUCCEEDED", self._describe(arn)["status"])

    def test_releases_the_room_when_the_bank_stays_closed(self):
        def closed(*_):
            raise TaskFailure("BankClosed", "come back tomorrow")
        self.functions["collect-payment"] = closed
        arn = self._book("unpaid")

        self.skald.time(by="P3D")
        self.assertEqual("RUNNING", self._describe(arn)["status"])
        self.skald.time(by="P2D")

        execution = self._describe(arn)
        self.assertEqual(("FAILED", "BankClosed"), (execution["status"], execution["error"]))
        self.assertEqual("COMPENSATED", self.skald.saga(arn)["sagaStatus"])
        (_, held), released = self.calls
        self.assertEqual(("release-room", held + "~undo"), released)


if __name__ == "__main__":
    unittest.main()
