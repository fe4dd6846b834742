"""Makes a Hugging Face folder of a BERT encoder that is only at hand as ONNX, as exported by transformers.

    python from_onnx.py bge-small-en-v1.5.onnx bge-small-en-v1.5-tokenizer.json OUT --heads 12

The weights of an exported linear layer are transposed and lose their names; the node that multiplies by them keeps it.
"""

import argparse
import re

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

TEXTS = ["A fine film.", "The plot makes no sense, but who cares?", "Dull " * 100]
TOLERANCE = 1e-4


def read_weights(path):
    """The weights by the names that they have in PyTorch."""
    graph = onnx.load(path).graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    named = {name: value for name, value in weights.items() if re.match(r"(embeddings|encoder)\.", name)}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            name = node.name.strip("/").removesuffix("/MatMul").replace("/", ".") + ".weight"
            named[name] = weights[node.input[1]].T
    return {name: torch.from_numpy(np.array(value)) for name, value in named.items()}


def build_encoder(weights, heads):
    """The encoder that has these weights."""
    vocabulary, width = weights["embeddings.word_embeddings.weight"].shape
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=len(layers),
        num_attention_heads=heads,
        intermediate_size=weights["encoder.layer.0.intermediate.dense.weight"].shape[0],
        max_position_embeddings=weights["embeddings.position_embeddings.weight"].shape[0],
    )
    encoder = BertModel(config, add_pooling_layer=False).eval()
    encoder.load_state_dict(weights)
    return encoder


def largest_difference(path, encoder, tokenizer):
    """The largest difference of the last hidden states, over some texts, to those of the ONNX file."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    differences = []
    for text in TEXTS:
        inputs = tokenizer(text, return_tensors="pt", return_token_type_ids=True)
        with torch.inference_mode():
            own = encoder(**inputs).last_hidden_state.numpy()
        theirs = session.run(["last_hidden_state"], {name: value.numpy() for name, value in inputs.items()})[0]
        differences.append(np.abs(own - theirs).max())
    return max(differences)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("onnx", help="the encoder, in 32-bit floats")
    parser.add_argument("tokenizer", help="its tokenizer.json")
    parser.add_argument("out", help="the folder to write")
    parser.add_argument("--heads", type=int, required=True, help="attention heads, which the file does not name")
    args = parser.parse_args()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=args.tokenizer,
        model_max_length=512,
        unk_token="[UNK]",
        sep_token="[SEP]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        mask_token="[MASK]",
    )
    encoder = build_encoder(read_weights(args.onnx), args.heads)
    difference = largest_difference(args.onnx, encoder, tokenizer)
    if difference > TOLERANCE:
        raise SystemExit(f"error: the states differ by {difference:.1e}; expected at most {TOLERANCE}: is --heads right?")
    encoder.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    print(f"{args.out} written; the largest difference of states is {difference:.1e}")


if __name__ == "__main__":
    main()
