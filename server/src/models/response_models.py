#!/usr/bin/env python3
"""Regenerates server/src/main/resources/dev/skald/server/aws/models from the API models of the installed botocore.

TestState checks mocked results against what a service can answer. Each service becomes one file, named as the AWS SDK
integrations of Step Functions name it: operation -> shape of its answer, and the shapes that answers are made of, with
nothing but types, required members, enumerations and bounds. Run: python3 server/src/models/response_models.py
"""
import gzip
import json
import pathlib

import botocore
import botocore.loaders

TARGET = pathlib.Path(__file__).parents[1] / "main/resources/dev/skald/server/aws/models"
NUMBERS = ("integer", "long", "float", "double")


def shape_of(model, needed):
    if model.get("document"):
        return {"type": "document"}
    kind = model["type"]
    shape = {"type": kind}
    for field in ("required", "enum", "min"):
        if field in model:
            shape[field] = model[field]
    if kind in NUMBERS and "max" in model:
        shape["max"] = model["max"]
    if kind == "structure":
        shape["members"] = {name: member["shape"] for name, member in model["members"].items()}
        needed.extend(shape["members"].values())
    if kind in ("list", "map"):
        shape["item"] = model["member" if kind == "list" else "value"]["shape"]
        needed.append(shape["item"])
    return shape


def responses(model):
    operations = {
        name: operation["output"]["shape"] for name, operation in model["operations"].items() if "output" in operation
    }
    needed, shapes = list(operations.values()), {}
    while needed:
        name = needed.pop()
        if name not in shapes:
            shapes[name] = shape_of(model["shapes"][name], needed)
    return {"operations": operations, "shapes": shapes}


def main():
    loader = botocore.loaders.Loader()
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.json.gz"):
        old.unlink()
    services = loader.list_available_services("service-2")
    for service in services:
        model = loader.load_service_model(service, "service-2")
        name = model["metadata"]["serviceId"].lower().replace(" ", "").replace("-", "")
        text = json.dumps(responses(model), separators=(",", ":"), sort_keys=False)
        (TARGET / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    (TARGET / "NOTICE.txt").write_text(
        f"Derived from the AWS API models in botocore {botocore.__version__} (https://github.com/boto/botocore),\n"
        "Copyright Amazon.com, Inc. or its affiliates, licensed under the Apache License, Version 2.0.\n"
        "Only the shapes of answers are kept, without documentation. Made by server/src/models/response_models.py.\n"
    )
    print(f"{len(services)} services of botocore {botocore.__version__}")


main()
