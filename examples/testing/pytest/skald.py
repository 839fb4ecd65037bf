"""A Skald server in virtual time, with the functions of a test behind LAMBDA_ENDPOINT. Needs nothing but Python."""

import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

LAUNCHER = os.environ.get("SKALD", str(pathlib.Path(__file__).parent / "../../../skald"))


class TaskFailure(Exception):
    """A failure under a name that Retry and Catch match."""

    def __init__(self, name, message):
        super().__init__(message)
        self.name = name


def _lambdas(functions):
    """Serves functions as Lambda's Invoke does: POST /2015-03-31/functions/NAME/invocations."""

    class Invoke(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            # A name or an ARN, as the definition has it; perhaps with a version.
            name = urllib.parse.unquote(self.path.split("/")[3]).split("function:")[-1].split(":")[0]
            if name not in functions:
                return self._answer(404, {"Message": "Function not found: " + name, "Type": "User"})
            try:
                result = functions[name](json.loads(body or "{}"), self.headers["Idempotency-Key"])
                self._answer(200, result)
            except TaskFailure as failure:
                error = {"errorType": failure.name, "errorMessage": str(failure)}
                self._answer(200, error, {"X-Amz-Function-Error": "Unhandled"})

        def _answer(self, status, value, headers=None):
            body = json.dumps(value).encode()
            self.send_response(status)
            for header, text in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(header, text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Endpoint(http.server.ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            if not isinstance(sys.exc_info()[1], ConnectionError):  # the server has ended: nothing is wrong
                super().handle_error(request, client_address)

    server = Endpoint(("127.0.0.1", 0), Invoke)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Skald:
    def __init__(self, functions):
        """Starts the server on a free port. functions: by name, f(input, key); they may be changed at any time."""
        self._endpoint = _lambdas(functions)
        environment = {**os.environ, "LAMBDA_ENDPOINT": "http://127.0.0.1:%d" % self._endpoint.server_port}
        self._server = subprocess.Popen(
            [LAUNCHER, "server", "--port", "0", "--virtual-time", "2026-01-01T00:00:00Z"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = ""
        for line in self._server.stdout:
            said += line
            listens = re.search(r"skald listens at (\S+)", line)
            if listens:
                self.url = listens.group(1)
                threading.Thread(target=self._server.stdout.read, daemon=True).start()
                return
        self._endpoint.shutdown()
        raise RuntimeError("the server ended:\n" + said)

    def _post(self, path, body, headers=None):
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def call(self, action, body):
        """An action of the AWS API. boto3 does as well: boto3.client("stepfunctions", endpoint_url=skald.url)."""
        return self._post("/", body, {
            "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions." + action})

    def time(self, **move):
        """Lets time pass: by="P3D", to="2026-02-01T00:00:00Z", to="next"."""
        return self._post("/api/v1/time", move)

    def saga(self, execution_arn):
        path = "/api/v1/executions/%s/saga" % urllib.parse.quote(execution_arn, safe="")
        with urllib.request.urlopen(self.url + path) as response:
            return json.load(response)

    def stop(self):
        self._server.terminate()
        self._server.wait(30)
        self._endpoint.shutdown()
        self._endpoint.server_close()
