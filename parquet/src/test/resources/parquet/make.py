"""Writes the sample files beside it with Apache Arrow (pip install pyarrow==25.0.1): another writer than the library under test.

Run it in this folder; it is deterministic but for the version that Arrow writes into each file.
"""
import datetime as dt
import decimal
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

DAY = dt.date(2026, 11, 21)
MOMENT = dt.datetime(2026, 11, 21, 8, 0, 0, 123456)
UTC = dt.timezone.utc


def scalars():
    return pa.table({
        "bool": pa.array([True, None]),
        "int8": pa.array([-128, 127], pa.int8()),
        "uint8": pa.array([0, 255], pa.uint8()),
        "int32": pa.array([-2**31, 2**31 - 1], pa.int32()),
        "uint32": pa.array([0, 2**32 - 1], pa.uint32()),
        "int64": pa.array([-2**63, 2**63 - 1], pa.int64()),
        "uint64": pa.array([0, 2**64 - 1], pa.uint64()),
        "half": pa.array([1.5, -0.25], pa.float16()),
        "float": pa.array([0.1, float("inf")], pa.float32()),
        "double": pa.array([0.1, float("nan")], pa.float64()),
        "money": pa.array([decimal.Decimal("12.50"), decimal.Decimal("-0.01")], pa.decimal128(15, 2)),
        "exact": pa.array([decimal.Decimal("1234567890123456.78"), None], pa.decimal128(18, 2)),
        "whole": pa.array([decimal.Decimal("99999999999999999999"), decimal.Decimal("7")], pa.decimal128(20, 0)),
        "text": pa.array(["ä \"quoted\" 🙂", ""]),
        "bytes": pa.array([b"\x00\xff", b"hello"]),
        "fixed": pa.array([b"abc", b"\xff\xfe\xfd"], pa.binary(3)),
        "uuid": pa.array([uuid.UUID(int=1).bytes, uuid.UUID(int=2**128 - 1).bytes], pa.uuid()),
        "date": pa.array([DAY, dt.date(1969, 12, 31)]),
        "time": pa.array([dt.time(10, 15), dt.time(23, 59, 59, 999000)], pa.time32("ms")),
        "timeUs": pa.array([dt.time(10, 15, 0, 1), None], pa.time64("us")),
        "local": pa.array([MOMENT, None], pa.timestamp("us")),
        "utc": pa.array([MOMENT.replace(tzinfo=UTC), dt.datetime(2026, 1, 1, tzinfo=UTC)], pa.timestamp("ms", "UTC")),
        "nanos": pa.array([1, None], pa.timestamp("ns", "UTC")),
        "nothing": pa.nulls(2),
    })


def nested():
    point = pa.struct([("x", pa.int32()), ("y", pa.int32())])
    return pa.table({
        "id": pa.array([1, 2, 3]),
        "tags": pa.array([["a", None, "b"], [], None], pa.list_(pa.string())),
        "points": pa.array([[{"x": 1, "y": None}], [None, {"x": 2, "y": 3}], []], pa.list_(point)),
        "grid": pa.array([[[1, 2], []], None, [None, [3]]], pa.list_(pa.list_(pa.int32()))),
        "attributes": pa.array([[("k", 1), ("l", None)], [], None], pa.map_(pa.string(), pa.int32())),
        "counts": pa.array([[(7, "x")], None, []], pa.map_(pa.int32(), pa.string())),
        "inner": pa.array([{"deep": {"deeper": [{"a": "b"}]}}, None, {"deep": None}],
                          pa.struct([("deep", pa.struct([("deeper", pa.list_(pa.struct([("a", pa.string())])))]))])),
    })


def rows(count):
    return pa.table({"n": list(range(count)), "name": [f"row {i % 10}" for i in range(count)]})


pq.write_table(scalars(), "scalars.parquet", compression="none")
pq.write_table(scalars(), "int96.parquet", compression="none", use_deprecated_int96_timestamps=True)
pq.write_table(nested(), "nested.parquet", compression="snappy")
pq.write_table(nested(), "legacy-lists.parquet", compression="none", use_compliant_nested_type=False)
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    pq.write_table(rows(250), f"rows-{codec}.parquet", compression=codec, row_group_size=100,
                   data_page_version="2.0" if codec == "zstd" else "1.0")
pq.write_table(rows(0), "empty.parquet")
