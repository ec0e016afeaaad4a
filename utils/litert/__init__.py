"""LiteRT: converts Keras models, reads what the files hold, runs them, and compares what they cost and give.

    converted = litert.convert(model, "int8", representative=X_train[:200])
    litert.table(litert.measure({"float": litert.convert(model, "float"), "int8": converted}, X_test, y_test))

A converted model is the bytes of a `.tflite` file. Nothing here trains, chooses or prints.
"""

from utils.litert.comparison import DECIMALS, Row, cost, front, measure, table
from utils.litert.contents import Sizes, operators, sizes, sparsity, summary, tensors
from utils.litert.convert import KINDS, OPTIMIZE, Kind, convert, requantize
from utils.litert.running import Latency, accuracy, agreement, correct, latencies, predict

__all__ = [
    "DECIMALS",
    "KINDS",
    "OPTIMIZE",
    "Kind",
    "Latency",
    "Row",
    "Sizes",
    "accuracy",
    "agreement",
    "convert",
    "correct",
    "cost",
    "front",
    "latencies",
    "measure",
    "operators",
    "predict",
    "requantize",
    "sizes",
    "sparsity",
    "summary",
    "table",
    "tensors",
]
