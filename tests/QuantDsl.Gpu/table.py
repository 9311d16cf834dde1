"""One table of what run.sh has measured: python3 table.py quantdsl.json pytorch.json"""
import json
import sys


def read(path):
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError):  # a part that failed leaves no numbers
        return {}


def number(value):
    return "–" if value is None else f"{value:.3g}" if isinstance(value, (int, float)) else str(value)


def main():
    ours, theirs = read(sys.argv[1]), read(sys.argv[2])
    print(f"Device: {theirs.get('device', '?')}, PyTorch {theirs.get('torch', '?')}\n")
    print("| step, ms | QuantDsl | PyTorch eager | CUDA graph | compiled | eager / QuantDsl | graph / QuantDsl |")
    print("|---|---|---|---|---|---|---|")
    for network in ("lenet5", "mlp"):
        for kind, bits, key in (("laq", 1, "laq1"), ("laq", 2, "laq2"), ("backtrack", 1, "backtrack1")):
            own = ours.get(f"step.{network}_{bits}bit.{kind}_ms")
            others = [theirs.get(f"pytorch.{network}.{key}.{way}_ms") for way in ("eager", "graph", "compiled")]
            ratios = [other / own if own and other else None for other in others[:2]]
            print(f"| {network}, {kind}, {bits} bit | " + " | ".join(number(value) for value in [own, *others, *ratios]) + " |")
    print("\n| | |\n|---|---|")
    for key, value in ours.items():
        if not key.startswith("step.") or key.endswith("_nodes"):
            print(f"| {key} | {number(value)} |")
    for key, value in theirs.items():
        if key.endswith(".error") or ".adam." in key:
            print(f"| {key} | {number(value)} |")


main()
