"""Fine-tunes a BERT-like encoder to classify texts, and writes it as ONNX in 8 bits.

    python fine_tune.py EXAMPLES --base BASE --out OUT

EXAMPLES is a folder as `npm run fine-tune` writes it: about.json, train.ndjson and files to measure on. A line of these
has a text and its right labels: {"text": "A fine film .", "labels": [4]}.
"""

import argparse
import hashlib
import json
import logging
import math
import os
import random
import sys
import time
import warnings
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from onnxruntime.quantization import QuantType, quantize_dynamic
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

# Bars in a terminal; elsewhere a state from time to time.
BAR = {"ascii": True, "mininterval": 0.1 if sys.stderr.isatty() else 30}


class TextClassifier(torch.nn.Module):
    """An encoder, and a linear layer on the state of its first token beside the mean of all states."""

    def __init__(self, encoder, num_labels, dropout):
        super().__init__()
        self.encoder = encoder
        self.encoder.pooler = None
        self.dropout = torch.nn.Dropout(dropout)
        self.head = torch.nn.Linear(2 * encoder.config.hidden_size, num_labels)

    def forward(self, input_ids, attention_mask):
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.head(self.dropout(torch.cat((states[:, 0], mean), 1)))


def load_base(base):
    """The pretrained encoder and its tokenizer, of a folder or the hub."""
    try:
        return AutoModel.from_pretrained(base), AutoTokenizer.from_pretrained(base)
    except (OSError, ValueError) as error:
        sys.exit(f"error: there is no encoder {base}: {str(error).splitlines()[0]}")


def read_examples(path, tokenizer, max_pieces):
    """The examples of a file: (ids of the word pieces, right labels)."""
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pieces = tokenizer([row["text"] for row in rows], truncation=True, max_length=max_pieces)["input_ids"]
    return list(zip(pieces, (row["labels"] for row in rows)))


def make_batches(examples, max_pieces, rng):
    """Batches of texts of similar length, as indices in random order; each has at most max_pieces with its padding."""
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i][0]), rng.random()))
    batches = [[]]
    for i in order:
        if batches[-1] and (len(batches[-1]) + 1) * len(examples[i][0]) > max_pieces:
            batches.append([])
        batches[-1].append(i)
    rng.shuffle(batches)
    return batches


def forward(model, examples, precision=nullcontext()):
    """Logits of a batch, and which of its labels are right; both of shape [numExamples, numLabels]."""
    device = model.head.weight.device
    lengths = torch.tensor([len(pieces) for pieces, _ in examples])
    mask = (torch.arange(lengths.max()) < lengths[:, None]).long()
    ids = torch.full_like(mask, model.encoder.config.pad_token_id)
    right = torch.zeros(len(examples), model.head.out_features, dtype=torch.bool)
    for row, (pieces, labels) in enumerate(examples):
        ids[row, : len(pieces)] = torch.tensor(pieces)
        right[row, labels] = True
    with precision:
        logits = model(ids.to(device), mask.to(device))
    return logits.float(), right.to(device)


def training_precision(device):
    """Lets a forward pass compute in bf16, where the processor has it."""
    if device.type == "cuda":
        return torch.autocast("cuda", torch.bfloat16)
    has = torch.cpu.get_capabilities()
    return torch.autocast("cpu", torch.bfloat16) if has.get("avx512_bf16") or has.get("bf16") else nullcontext()


def predict(model, examples, batch_pieces):
    """Probabilities, shape [numExamples, numLabels], computed in 32-bit floats."""
    found = torch.zeros(len(examples), model.head.out_features)
    model.eval()
    with torch.inference_mode():
        for batch in make_batches(examples, batch_pieces, random.Random(0)):
            found[batch] = forward(model, [examples[i] for i in batch])[0].softmax(1).cpu()
    model.train()
    return found


def measure(probabilities, examples, is_scale):
    """Accuracy and calibration error (10 bins); of a scale, the share of texts on the right side of its middle."""
    confidence, predicted = probabilities.max(1)
    hits = torch.tensor([label in right for label, (_, right) in zip(predicted.tolist(), examples)]).float()
    bins = (confidence * 10).long().clamp(max=9)
    gaps = [abs((confidence - hits)[bins == k].sum().item()) for k in range(10)]
    measures = {"accuracy": hits.mean().item(), "expectedCalibrationError": sum(gaps) / len(hits)}
    if is_scale:
        places = torch.arange(probabilities.shape[1]) - (probabilities.shape[1] - 1) / 2
        sides = torch.tensor([places[right].mean() for _, right in examples])
        agrees = (probabilities @ places * sides > 0)[sides != 0]
        measures["rightSide"] = agrees.float().mean().item() if len(agrees) > 0 else None
    return {name: value and round(value, 4) for name, value in measures.items()}


class Checkpoint:
    """The state of a training in a file, which is written whole or not at all."""

    def __init__(self, path, identity, parts):
        self.path = path
        self.identity = identity
        self.parts = parts

    def load(self):
        """Restores the state, and returns the number of steps done; 0 if there is no file."""
        if not self.path.exists():
            return 0
        state = torch.load(self.path, map_location="cpu")
        if state["identity"] != self.identity:
            sys.exit(f"error: {self.path} is of other data or settings; without --resume the training starts anew")
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["rng"])
        return state["step"]

    def save(self, step):
        state = {name: part.state_dict() for name, part in self.parts.items()}
        state |= {"identity": self.identity, "rng": torch.get_rng_state(), "step": step}
        torch.save(state, f"{self.path}.part")
        os.replace(f"{self.path}.part", self.path)


def train(model, examples, args, identity, report):
    """Trains the model in place, and returns the number of steps. report() is called some times on the way."""
    parameters = list(model.parameters())
    decaying = {"params": [p for p in parameters if p.dim() > 1], "weight_decay": args.weight_decay}
    others = {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}
    optimizer = torch.optim.AdamW([decaying, others], lr=args.learning_rate)
    batches = []
    for epoch in range(args.epochs):
        batches += make_batches(examples, args.batch_pieces, random.Random(args.seed + epoch))
    total = min(len(batches), args.max_steps or math.inf)
    rising = max(1, round(args.warm_up * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, (total - step) / max(1, total - rising))
    )
    parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
    checkpoint = Checkpoint(args.out / "checkpoint.pt", identity, parts)
    first = checkpoint.load() if args.resume else 0
    stops = {round(total * k / args.evaluations) for k in range(1, args.evaluations)}
    saved = time.monotonic()
    mean_loss = None
    precision = training_precision(model.head.weight.device)
    model.train()
    with tqdm(total=total, initial=first, unit="step", **BAR) as bar:
        for step, batch in enumerate(batches[first:total], first + 1):
            logits, right = forward(model, [examples[i] for i in batch], precision)
            # −log of the probability of the right labels together
            loss = -logits.log_softmax(1).masked_fill(~right, -math.inf).logsumexp(1).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, args.max_gradient_norm)
            optimizer.step()
            schedule.step()
            mean_loss = loss.item() if mean_loss is None else 0.98 * mean_loss + 0.02 * loss.item()
            bar.set_postfix(loss=f"{mean_loss:.3f}", refresh=False)
            bar.update()
            if step in stops:
                bar.write(f"after {step} of {total} steps: {report()}", sys.stderr)
            if time.monotonic() - saved > 60 * args.checkpoint_minutes or step == total:
                checkpoint.save(step)
                saved = time.monotonic()
    return total


def export(model, path):
    """Writes the model as ONNX in 32-bit floats, for batches of any size and texts of any length."""
    model = model.cpu().eval()
    model.encoder.set_attn_implementation("eager")  # the plainest graph, and the fastest in ONNX Runtime
    # Not one tensor twice, since the two inputs would become one.
    inputs = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    names = ["input_ids", "attention_mask"]
    shape = {0: "batch", 1: "sequence"}
    torch.onnx.export(
        model,
        inputs,
        path,
        input_names=names,
        output_names=["logits"],
        dynamic_shapes={name: shape for name in names},
        external_data=False,
        verbose=False,
    )


def check_export(path, model, examples):
    """Ends the program if the ONNX file does not give what the model gives."""
    difference = (predict_onnx(path, examples) - predict(model, examples, 512)).abs().max().item()
    if difference > 1e-3:
        sys.exit(f"error: {path} differs from the model by {difference:.4f}; expected at most 0.001 in a probability")


def quantize(source, target):
    """Brings the weights to 8 bits, as README.md says."""
    quantize_dynamic(
        without_shapes(source), target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )


def without_shapes(path):
    """A model without the shapes of its intermediate values, which those of quantized weights would contradict."""
    model = onnx.load(path)
    del model.graph.value_info[:]
    return model


def predict_onnx(path, examples):
    """Probabilities, shape [numExamples, numLabels]. One text at a time, since 8 bits take their scale from a batch."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits = []
    for pieces, _ in tqdm(examples, unit="text", **BAR):
        ids = np.array([pieces], dtype=np.int64)
        logits.append(session.run(["logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0])
    return torch.from_numpy(np.array(logits)).softmax(1)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("examples", type=Path, help="folder of the examples")
    parser.add_argument("--base", required=True, help="the pretrained encoder: a folder, or a name on the hub")
    parser.add_argument("--base-name", help="what it is called (default: its name on the hub, or its folder)")
    parser.add_argument("--base-license", help="its licence, as SPDX names it")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--max-steps", type=int, help="end after so many steps; the rate falls to 0 by then")
    parser.add_argument("--learning-rate", type=float, default=8e-5)
    parser.add_argument("--warm-up", type=float, default=0.06, help="share of the steps in which the rate rises")
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--max-gradient-norm", type=float, default=1.0)
    parser.add_argument("--batch-pieces", type=int, default=1536, help="word pieces in a batch, with its padding")
    parser.add_argument("--max-pieces", type=int, default=256, help="word pieces of a text; the rest is cut off")
    parser.add_argument("--evaluations", type=int, default=10, help="how often to measure on the first file")
    parser.add_argument("--checkpoint-minutes", type=float, default=5)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    return parser.parse_args()


# The arguments that change the course of a training.
COURSE = [
    "seed", "epochs", "learning_rate", "warm_up", "weight_decay", "dropout", "max_gradient_norm", "batch_pieces",
    "max_pieces",
]  # fmt: skip


def camel_case(name):
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def main():
    args = parse_arguments()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    about = json.loads((args.examples / "about.json").read_text(encoding="utf-8"))
    labels, is_scale = about["labels"], about["isScale"]
    settings = {name: getattr(args, name) for name in COURSE}
    course = [args.base, settings, labels, about["provenance"]]
    identity = hashlib.sha256(json.dumps(course, sort_keys=True).encode()).hexdigest()
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encoder, tokenizer = load_base(args.base)
    model = TextClassifier(encoder, len(labels), args.dropout).to(device)
    files = {name: args.examples / file for name, file in about["measured"].items()}
    measured = {name: read_examples(file, tokenizer, args.max_pieces) for name, file in files.items()}
    first = next(iter(measured.values()))
    args.out.mkdir(parents=True, exist_ok=True)
    steps = train(
        model,
        read_examples(args.examples / "train.ndjson", tokenizer, args.max_pieces),
        args,
        identity,
        lambda: measure(predict(model, first, args.batch_pieces), first, is_scale),
    )
    in_floats = {name: predict(model, examples, args.batch_pieces) for name, examples in measured.items()}
    # What the exporter misses is not needed.
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    export(model, args.out / "model-float32.onnx")
    check_export(args.out / "model-float32.onnx", model, first[:20])
    quantize(args.out / "model-float32.onnx", args.out / "model.onnx")
    rows = []
    for name, examples in measured.items():
        found = predict_onnx(args.out / "model.onnx", examples)
        row = {"data": name, "count": len(examples), **measure(found, examples, is_scale)}
        row["inFloats"] = measure(in_floats[name], examples, is_scale)
        row["changedLabels"] = (found.argmax(1) != in_floats[name].argmax(1)).sum().item()
        print(json.dumps(row), flush=True)
        rows.append(row)
    base = {"name": args.base_name or (Path(args.base).name if Path(args.base).exists() else args.base)}
    if args.base_license:
        base["license"] = args.base_license
    record = {
        **{name: about[name] for name in ("isScale", "labelMapping") if name in about},
        "provenance": {**about["provenance"], "base": base},
        "settings": {camel_case(name): value for name, value in settings.items()} | {"steps": steps},
        "measured": rows,
    }
    (args.out / "fine-tuning.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    config = model.encoder.config
    config.id2label = dict(enumerate(labels))
    config.label2id = {name: label for label, name in enumerate(labels)}
    config.save_pretrained(args.out)
    tokenizer.backend_tokenizer.no_truncation()  # which read_examples set
    tokenizer.save_pretrained(args.out)


if __name__ == "__main__":
    main()
