"""Compares ways to quantize a fine-tuned encoder, on texts read one at a time by one thread.

    python compare_quantizations.py OUT EXAMPLES.ndjson

OUT is a folder that fine_tune.py wrote. The table goes to standard output.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from transformers import AutoTokenizer

from fine_tune import measure, predict_onnx, read_examples, without_shapes

LENGTHS = (24, 256)


def in_bytes(**options):
    """Weights in 8 bits; what they are multiplied by is brought to 8 bits as it comes."""
    return lambda source, target: quantize_dynamic(without_shapes(source), target, **options)


def in_blocks(bits, size):
    """Weights in blocks with a scale each, and so what they are multiplied by; embeddings in 8 bits."""

    def quantize(source, target):
        config = DefaultWeightOnlyQuantConfig(block_size=size, is_symmetric=True, accuracy_level=4, bits=bits)
        quantizer = MatMulNBitsQuantizer(without_shapes(source), algo_config=config)
        quantizer.process()
        quantize_dynamic(quantizer.model.model, target, op_types_to_quantize=["Gather"])

    return quantize


WAYS = {
    "32-bit floats": lambda source, target: onnx.save(onnx.load(source), target),
    "signed, by tensor": in_bytes(weight_type=QuantType.QInt8),
    "signed, by channel": in_bytes(weight_type=QuantType.QInt8, per_channel=True),
    "signed in 7 bits, by tensor": in_bytes(weight_type=QuantType.QInt8, reduce_range=True),
    "signed in 7 bits, by channel": in_bytes(weight_type=QuantType.QInt8, per_channel=True, reduce_range=True),
    "unsigned, by tensor": in_bytes(weight_type=QuantType.QUInt8),
    "unsigned, by channel": in_bytes(weight_type=QuantType.QUInt8, per_channel=True),
    "8 bits in blocks of 32": in_blocks(8, 32),
    "4 bits in blocks of 32": in_blocks(4, 32),
}


def milliseconds(path, length):
    """The time of one thread to read a text of so many pieces: the least of 30."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(1).integers(1000, 2000, (1, length))
    times = []
    for _ in range(30):
        start = time.process_time()
        session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        times.append(time.process_time() - start)
    return 1000 * min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder that fine_tune.py wrote")
    parser.add_argument("examples", type=Path, help="texts to measure on, as fine_tune.py reads them")
    args = parser.parse_args()
    examples = read_examples(args.examples, AutoTokenizer.from_pretrained(args.out), 256)
    print("| weights | MB | accuracy | other labels | mean change of p |", *(f"ms, {n} pieces |" for n in LENGTHS))
    print("| --- |", *["---: |"] * 6)
    reference = None
    with tempfile.TemporaryDirectory() as folder:
        for name, quantize in WAYS.items():
            path = Path(folder) / f"{len(list(Path(folder).iterdir()))}.onnx"
            quantize(args.out / "model-float32.onnx", path)
            found = predict_onnx(path, examples)
            reference = found if reference is None else reference
            changed = (found.argmax(1) != reference.argmax(1)).sum().item()
            accuracy = measure(found, examples, False)["accuracy"]
            change = (found - reference).abs().mean().item()
            times = [f"{milliseconds(path, length):.1f} |" for length in LENGTHS]
            print(f"| {name} | {path.stat().st_size / 1e6:.0f} | {accuracy:.3f} | {changed} | {change:.4f} |", *times, flush=True)


if __name__ == "__main__":
    main()
