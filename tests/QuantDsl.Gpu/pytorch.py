"""The same mathematics in PyTorch: LAQ steps of the 784-2048-2048-2048-10 perceptron at batch 100, eager and compiled, and fused Adam in full precision.

Prints one JSON object; times are medians in milliseconds. Run by run.sh, on the same device and in the same minute as QuantDsl's own.
"""
import json
import sys
import time

import torch
from torch import nn

BATCH, ETA, BETA1, BETA2, EPSILON = 100, 0.005, 0.9, 0.999, 1e-8
DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cuda"


def network():
    sizes = [784, 2048, 2048, 2048, 10]
    layers = []
    for index, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.Linear(fan_in, fan_out, bias=False), nn.BatchNorm1d(fan_out, eps=1e-4)]
        if index < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers).to(DEVICE)


def squared_hinge(logits, labels):
    targets = 2 * nn.functional.one_hot(labels, 10).to(logits.dtype) - 1
    return torch.clamp(1 - targets * logits, min=0).square().mean()


class Laq:
    """LAQ over all parameters; α stays on the device, and every weight takes `turns` turns of the solver (no read-back, so no early stop)."""

    def __init__(self, bits, turns, compiled):
        self.net = network()
        self.levels = 2 ** (bits - 1) - 1
        self.turns = turns
        self.q = list(self.net.parameters())
        self.w = [p.detach().clone() for p in self.q]
        self.m = [torch.zeros_like(p) for p in self.q]
        self.v = [torch.zeros_like(p) for p in self.q]
        self.alpha = [torch.zeros((), device=DEVICE) for _ in self.q]
        self.step_count = 0
        self.update_one = torch.compile(self._update, dynamic=False) if compiled else self._update

    def _update(self, w, m, v, g, alpha, first, second):
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g * g
        d = (torch.sqrt(v * second) + EPSILON) / ETA
        w = w - m * first / d
        if w.dim() < 2:
            return w, m, v, w, alpha
        w = torch.clamp(w, -1, 1)
        mean = (d * w.abs()).sum() / d.sum()
        if self.levels == 0:
            return w, m, v, torch.where(w >= 0, mean, -mean), mean
        alpha = torch.where(alpha > 0, alpha, mean)
        for _ in range(self.turns):
            b = torch.round(torch.clamp(w / alpha, -1, 1) * self.levels) / self.levels
            alpha = (d * b * w).sum() / (d * b * b).sum()
        b = torch.round(torch.clamp(w / alpha, -1, 1) * self.levels) / self.levels
        return w, m, v, alpha * b, alpha

    def update(self):
        self.step_count += 1
        first = torch.tensor(1 / (1 - BETA1**self.step_count), device=DEVICE)
        second = torch.tensor(1 / (1 - BETA2**self.step_count), device=DEVICE)
        with torch.no_grad():
            for i, parameter in enumerate(self.q):
                self.w[i], self.m[i], self.v[i], q, self.alpha[i] = self.update_one(
                    self.w[i], self.m[i], self.v[i], parameter.grad, self.alpha[i], first, second
                )
                parameter.copy_(q)

    def step(self, x, y):
        for parameter in self.q:
            parameter.grad = None
        squared_hinge(self.net(x), y).backward()
        self.update()


class Adam:
    def __init__(self):
        self.net = network()
        fused = DEVICE != "cpu"
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=ETA, fused=fused)

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        squared_hinge(self.net(x), y).backward()
        self.optimizer.step()

    def update(self):
        self.optimizer.step()


def synchronize():
    if DEVICE != "cpu":
        torch.cuda.synchronize()


def median(run, rounds=15, inner=20):
    for _ in range(inner):
        run()
    times = []
    for _ in range(rounds):
        synchronize()
        start = time.perf_counter()
        for _ in range(inner):
            run()
        synchronize()
        times.append((time.perf_counter() - start) / inner * 1e3)
    return sorted(times)[len(times) // 2]


def main():
    torch.manual_seed(1)
    x = torch.rand(BATCH, 784, device=DEVICE) * 2 - 1
    y = torch.randint(0, 10, (BATCH,), device=DEVICE)
    result = {"torch": torch.__version__, "device": torch.cuda.get_device_name() if DEVICE != "cpu" else "cpu"}
    # Turns of a warm start on MNIST, as counted on the CPU: 3 to 5 with an early stop; here 4 for every layer.
    contestants = {"laq1.eager": lambda: Laq(1, 0, False), "laq2.eager": lambda: Laq(2, 4, False),
                   "laq1.compiled": lambda: Laq(1, 0, True), "laq2.compiled": lambda: Laq(2, 4, True), "adam.fused": Adam}
    for name, make in contestants.items():
        try:
            contestant = make()
            result[f"{name}.step_ms"] = median(lambda: contestant.step(x, y))
            result[f"{name}.update_ms"] = median(contestant.update)
        except Exception as failure:  # a baseline that cannot run there must not hide the others
            result[f"{name}.error"] = f"{type(failure).__name__}: {failure}"[:400]
    print(json.dumps(result, indent=2))


main()
