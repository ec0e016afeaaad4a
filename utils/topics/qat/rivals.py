"""The ways in which the quantizer can find a grid of 4 bits without any training."""

import numpy as np

from utils.quiet import quiet


def rivals(converted: bytes, images: np.ndarray) -> dict[str, bytes]:
    """Return a float LiteRT model with all its weights in 4 bits, once for each way of finding the grid.

    converted: a model with one input. images: (n, …) float32, which only GPTQ looks at; litert-quantizer has it for
    dense layers, so that the convolutions get MSE there.
    """
    from litert_quantizer.algorithm_manager import AlgorithmName
    from litert_quantizer.qtyping import QuantGranularity
    from litert_quantizer.quantizer import Quantizer

    from utils.litert.running import opened

    ((signature, ends),) = opened(converted).get_signature_list().items()
    samples = {signature: [{ends["inputs"][0]: image[None]} for image in images]}

    def made(*configs: dict) -> bytes:
        with quiet():
            work = Quantizer(bytearray(converted))
            for config in configs:
                work.add_dynamic_config(**{"regex": ".*", "operation_name": "*", "num_bits": 4} | config)
            return bytes(work.quantize(work.calibrate(samples)).quantized_model)

    mse, gptq = {"algorithm_key": AlgorithmName.MSE}, {"algorithm_key": AlgorithmName.GPTQ}
    return {
        "default (largest weight)": made({}),
        "OCTAV": made({"algorithm_key": AlgorithmName.OCTAV}),
        "GPTQ for dense, MSE for conv": made(
            mse | {"operation_name": "CONV_2D"}, gptq | {"operation_name": "FULLY_CONNECTED"}
        ),
        "MSE": made(mse),
        "default, in blocks of 32": made({"granularity": QuantGranularity.BLOCKWISE_32}),
    }
