"""The AWS services that the recorded cases called, as far as they called them, on loopback.

S3 and SQS are small servers: buckets and objects from the case's set-up, queues whose messages the case's drivers read. DynamoDB, SNS,
EventBridge, Secrets Manager and API Gateway answer what AWS answered, from `mocks.recorded_task_results` of the case that asks. Which case
that is shows in the request: each run gives its tables, topics, queues, buckets and APIs names of their own.
"""
import base64, collections, hashlib, http.server, json, re, threading, time, urllib.parse, uuid, zlib
from xml.sax.saxutils import escape

BODY_BYTES_MAX = 16 << 20
TARGETS = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "AWSEvents": "events", "secretsmanager": "secretsmanager"}
SDK_NAMES = {"events": "eventbridge"}
NO_BUCKET = ("NoSuchBucket", "The specified bucket does not exist", 404)
NO_KEY = ("NoSuchKey", "The specified key does not exist.", 404)


class Refusal(Exception):
    """An answer that is an error of the service."""

    def __init__(self, code, message, status):
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


class Script:
    """What one case's services answer: the recorded results of its calls, in their order; the last one again and again."""

    def __init__(self, case, names):
        self.names = names
        self.results = collections.defaultdict(list)
        self.values = {}
        for result in (case.get("mocks") or {}).get("recorded_task_results") or []:
            service = (result.get("resourceType") or "").removeprefix("aws-sdk:")
            action = (result.get("resource") or "").split(".")[0]
            self.results[service, action.lower()].append(result)

    def next(self, service, action):
        results = self.results.get((service, action.lower()))
        if not results: return None
        return results.pop(0) if len(results) > 1 else results[0]

    def concrete(self, value):
        """The recording's words for what differs from run to run, as values: the same word, the same value."""
        if isinstance(value, dict):
            return {k: self.concrete(v) for k, v in value.items() if k not in ("SdkHttpMetadata", "SdkResponseMetadata")}
        if isinstance(value, list): return [self.concrete(v) for v in value]
        if not isinstance(value, str) or not re.fullmatch(r"<[^<>]+>", value): return value
        return self.values.setdefault(value, str(uuid.uuid4()))


class Services:
    """The state of all services, and the server in front of them. Cases run side by side: guarded by one lock."""

    def __init__(self, port=0):
        self.lock = threading.Condition()
        self.scripts = []
        self.buckets = collections.defaultdict(dict)
        self.messages = collections.defaultdict(collections.deque)
        services = self

        class Handler(Request):
            at = services

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # ---- what the runner does

    def open(self, case, names):
        """The services of a case: its objects, and what is to be answered."""
        with self.lock:
            self.scripts.append(Script(case, names))
            for step in (case.get("mocks") or {}).get("setup") or []:
                if step["service"] == "s3": self.set_up(step["op"], step["args"])

    def set_up(self, op, args):
        bucket = self.buckets[args["Bucket"]]
        if op == "put_object": bucket[args["Key"]] = Stored(str(args.get("Body", "")).encode())

    def message(self, names, stop):
        """Waits for the next message in a queue or topic of a case; None when the case is over."""
        with self.lock:
            while not stop.is_set():
                for place, messages in self.messages.items():
                    if messages and any(name in place for name in names): return messages.popleft()
                self.lock.wait(0.1)
        return None

    # ---- what the engine asks

    def script(self, service, action, request):
        """The case that asks: by its names in the request, or the only one that makes such calls."""
        able = [s for s in self.scripts if (service, action.lower()) in s.results]
        named = [s for s in able if any(name in request for name in s.names)]
        found = named or able
        if not found: raise Refusal("ValidationException", f"no recorded case calls {service}:{action} so", 400)
        return found[-1]

    def recorded(self, service, action, request):
        with self.lock:
            script = self.script(service, action, request)
            result = script.next(service, action)
            outcome = result.get("submitted") or result["outcome"]
            if "error" in outcome: return self.failed(script, outcome)
            return script.concrete(outcome.get("output") or {})

    def failed(self, script, outcome):
        """An answer that is the cause, or the error that the cause words."""
        if isinstance(outcome["cause"], dict): return script.concrete(outcome["cause"])
        new = re.fullmatch(r"(.*) \(Service: \w+, Status Code: (\d+), Request ID: .*", outcome["cause"], re.S)
        old = re.fullmatch(r"(.*) \(Service: \w+; Status Code: (\d+); Error Code: ([\w.]+); .*", outcome["cause"], re.S)
        match = new or old
        code = old[3] if old else outcome["error"].split(".")[1]
        raise Refusal(code, match[1], int(match[2]))

    def keep(self, place, text):
        """A message in a queue or topic."""
        with self.lock:
            self.messages[place].append(text)
            self.lock.notify_all()


class Stored:
    def __init__(self, body):
        self.body, self.modified = body, time.gmtime()
        self.etag = '"' + hashlib.md5(body).hexdigest() + '"'


class Request(http.server.BaseHTTPRequestHandler):
    """One request of the engine."""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, *args): pass

    def do(self):
        size = int(self.headers.get("Content-Length") or 0)
        if size > BODY_BYTES_MAX: return self.answer(413, {}, b"")
        body = self.rfile.read(size)
        try: self.dispatch(body)
        except Refusal as refusal: self.refuse(refusal)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do

    def dispatch(self, body):
        target = self.headers.get("X-Amz-Target") or ""
        self.style = "json" if target else "xml"
        if ".execute-api." in (self.headers.get("Host") or ""): self.api(body)
        elif target: self.json_call(*target.rsplit(".", 1), body)
        elif "x-www-form-urlencoded" in (self.headers.get("Content-Type") or ""): self.sns(body)
        else: self.s3(body)

    def answer(self, status, headers, body):
        self.send_response_only(status)
        names = {name.lower() for name in headers}
        for name, value in headers.items(): self.send_header(name, value)
        if "content-length" not in names: self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD": self.wfile.write(body)

    def answer_json(self, status, value):
        text = json.dumps(value, ensure_ascii=False).encode()
        self.answer(status, {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": str(uuid.uuid4())}, text)

    def answer_xml(self, status, text, headers=None):
        ids = {"Content-Type": "application/xml", "x-amz-request-id": "0A1B2C3D4E5F6071", "x-amz-id-2": "abc/DEF+123="}
        self.answer(status, {**ids, "x-amzn-RequestId": str(uuid.uuid4()), **(headers or {})}, text.encode())

    def refuse(self, refusal):
        if self.style == "json": return self.answer_json(refusal.status, {"__type": refusal.code, "message": refusal.message})
        error = f"<Error><Type>Sender</Type><Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message></Error>"
        if self.style == "query": error = f"<ErrorResponse>{error}</ErrorResponse>"
        self.answer_xml(refusal.status, '<?xml version="1.0" encoding="UTF-8"?>' + error)

    # ---- services in JSON

    def json_call(self, prefix, operation, body):
        service = TARGETS.get(prefix)
        if not service: raise Refusal("UnknownOperationException", prefix, 400)
        request = json.loads(body or b"{}")
        if (service, operation) == ("sqs", "SendMessage"): return self.answer_json(200, self.send_message(request))
        self.answer_json(200, self.at.recorded(service, operation, body.decode()))

    def send_message(self, request):
        text = request.get("MessageBody")
        if not text: self.at.recorded("sqs", "SendMessage", request.get("QueueUrl", ""))
        self.at.keep(request["QueueUrl"], text)
        answer = {"MD5OfMessageBody": hashlib.md5(text.encode()).hexdigest(), "MessageId": str(uuid.uuid4())}
        attributes = request.get("MessageAttributes")
        if attributes: answer["MD5OfMessageAttributes"] = attributes_md5(attributes)
        return answer

    # ---- SNS: form in, XML out

    def sns(self, body):
        self.style = "query"
        form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        answer = self.at.recorded("sns", form.get("Action", ""), body.decode())
        self.at.keep(form.get("TopicArn", ""), form.get("Message", ""))
        members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
        action = form["Action"]
        self.answer_xml(200, f'<{action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><{action}Result>{members}</{action}Result>'
                             f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata></{action}Response>")

    # ---- API Gateway

    def api(self, body):
        answer = self.at.recorded("apigateway", "invoke", self.headers["Host"] + self.path)
        text = json.dumps(answer["ResponseBody"], separators=(",", ":")).encode()
        headers = {name: value if isinstance(value, str) else value[0] for name, value in answer["Headers"].items()}
        # What the function behind the API wrote with blanks between is as long as it was.
        self.answer(answer["StatusCode"], headers, text.ljust(int(headers["Content-Length"])))

    # ---- S3

    def s3(self, body):
        url = urllib.parse.urlsplit(self.path)
        name, _, key = urllib.parse.unquote(url.path).lstrip("/").partition("/")
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        with self.at.lock:
            if name not in self.at.buckets: raise Refusal(*NO_BUCKET)
            bucket = self.at.buckets[name]
            if self.command == "PUT": bucket[key] = Stored(unchunked(self.headers, body))
            elif key and key not in bucket: raise Refusal(*NO_KEY)
            stored = bucket.get(key)
            listed = [(k, v) for k, v in sorted(bucket.items()) if k.startswith(query.get("prefix", ""))]
        if not key: self.listing(name, listed[: int(query.get("max-keys", "1000"))])
        elif self.command == "PUT": self.written(stored)
        else: self.object(stored)

    def written(self, stored):
        checksum = base64.b64encode(zlib.crc32(stored.body).to_bytes(4, "big")).decode()
        self.answer_xml(200, "", {"ETag": stored.etag, "x-amz-checksum-crc32": checksum, "x-amz-checksum-type": "FULL_OBJECT",
                                  "x-amz-server-side-encryption": "AES256"})

    def object(self, stored):
        headers = {"ETag": stored.etag, "Last-Modified": time.strftime("%a, %d %b %Y %H:%M:%S GMT", stored.modified),
                   "Accept-Ranges": "bytes", "Content-Type": "binary/octet-stream", "x-amz-server-side-encryption": "AES256"}
        span = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if not span: return self.answer(200, headers, stored.body)
        first, size = int(span[1]), len(stored.body)
        self.answer(206, {**headers, "Content-Range": f"bytes {first}-{size - 1}/{size}"}, stored.body[first:])

    def listing(self, name, listed):
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{time.strftime('%Y-%m-%dT%H:%M:%S.000Z', stored.modified)}</LastModified>"
            f"<ETag>{escape(stored.etag)}</ETag><Size>{len(stored.body)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
            for key, stored in listed)
        self.answer_xml(200, f"<ListBucketResult><Name>{name}</Name><KeyCount>{len(listed)}</KeyCount><IsTruncated>false</IsTruncated>"
                             f"{contents}</ListBucketResult>")


def unchunked(headers, body):
    """The object within a body that is sent in signed chunks."""
    if "aws-chunked" not in (headers.get("Content-Encoding") or ""): return body
    parts, at = [], 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end].split(b";")[0], 16)
        if size == 0: return b"".join(parts)
        parts.append(body[end + 2:end + 2 + size])
        at = end + 2 + size + 2


def attributes_md5(attributes):
    """As SQS computes it, and the SDK checks it."""
    digest = hashlib.md5()
    def add(data): digest.update(len(data).to_bytes(4, "big") + data)
    for name, attribute in sorted(attributes.items()):
        add(name.encode())
        add(attribute["DataType"].encode())
        if "StringValue" in attribute:
            digest.update(b"\x01")
            add(attribute["StringValue"].encode())
        else:
            digest.update(b"\x02")
            add(base64.b64decode(attribute["BinaryValue"]))
    return digest.hexdigest()
