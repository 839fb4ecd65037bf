"""Runs a Python handler through the Lambda Runtime API. A part of Skald."""

import decimal
import http.client
import importlib
import json
import logging
import math
import os
import sys
import threading
import time
import traceback

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
ROOT = "/2018-06-01/runtime/"
END = "\x1eskald-end "
OUT = sys.stdout

sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
sys.path.remove(os.path.dirname(os.path.abspath(__file__)))


class Fault(Exception):
    """An error with a type of the platform's own."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Client:
    def __init__(self, fields):
        self.installation_id = fields.get("installation_id")
        self.app_title = fields.get("app_title")
        self.app_version_name = fields.get("app_version_name")
        self.app_version_code = fields.get("app_version_code")
        self.app_package_name = fields.get("app_package_name")


class ClientContext:
    def __init__(self, fields):
        self.client = Client(fields["client"]) if isinstance(fields.get("client"), dict) else None
        self.custom = fields.get("custom")
        self.env = fields.get("env")


class Context:
    """What a handler may know of its invocation."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        given = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(given)) if given else None
        self.tenant_id = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        OUT.write(str(message))


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = RequestIdFilter.request_id
        return True


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, decimal.Decimal):
            if not value.is_finite():
                return math.nan
            return int(value) if value == value.to_integral_value() else float(value)
        return super().default(value)


ENCODER = Encoder(ensure_ascii=False, allow_nan=False)


def set_up_logging():
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(OUT)
    handler.setFormatter(formatter)
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)


def end_with_skald():
    """Skald keeps the input open for as long as it lives, and never writes to it."""
    while os.read(0, 1024):
        pass
    os._exit(1)


def request(connection, method, path, body=None, headers=None):
    connection.request(method, ROOT + path, body, headers or {})
    answer = connection.getresponse()
    return answer.headers, answer.read()


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as e:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, e)) from None
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as e:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, e)) from None
    except SyntaxError as e:
        place = '  File "%s" Line %s\n    %s' % (e.filename, e.lineno, e.text)
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, e), [place]) from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name)
        ) from None


def described(error, request_id):
    if isinstance(error, Fault):
        error_type, trace = error.error_type, error.trace
    else:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
        error_type, trace = type(error).__name__, traceback.format_list(frames)
    return {"errorMessage": str(error), "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def log_error(error):
    lines = ["[ERROR] %s: %s" % (error["errorType"], error["errorMessage"]), "Traceback (most recent call last):"]
    OUT.write("\n".join(lines) + "\n" + "".join(e if e.endswith("\n") else e + "\n" for e in error["stackTrace"]))


def encoded(error):
    return json.dumps(error).encode()


def error_headers(error_type):
    """A header takes printable characters only."""
    printable = "".join(c if " " <= c <= "~" else "?" for c in error_type)
    return {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": printable}


def end_output(request_id):
    sys.stdout.flush()
    sys.stderr.flush()
    OUT.write(END + request_id + "\n")
    OUT.flush()


def perform(handler, headers, body):
    """The path to post to, what to post, and its error type."""
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        result = handler(json.loads(body), Context(headers))
        if isinstance(result, bytes):
            return "response", result, None
        try:
            return "response", ENCODER.encode(result).encode("utf-8", "surrogatepass"), None
        except Exception as e:
            raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % e) from None
    except Exception as e:
        error = described(e, request_id)
        log_error(error)
        return "error", encoded(error), error["errorType"]


def one_invocation(connection, handler):
    headers, body = request(connection, "GET", "invocation/next")
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    if request_id is None:
        sys.exit(1)
    RequestIdFilter.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
    kind, answer, error_type = perform(handler, headers, body)
    end_output(request_id)
    sent = error_headers(error_type) if error_type else {"Content-Type": "application/json"}
    request(connection, "POST", "invocation/%s/%s" % (request_id, kind), answer, sent)


def main():
    threading.Thread(target=end_with_skald, daemon=True).start()
    set_up_logging()
    connection = http.client.HTTPConnection(API)
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as e:
        error = described(e, "")
        log_error(error)
        request(connection, "POST", "init/error", encoded(error), error_headers(error["errorType"]))
        sys.exit(1)
    while True:
        one_invocation(connection, handler)


main()
