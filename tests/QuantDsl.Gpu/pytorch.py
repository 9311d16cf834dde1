"""The same training in PyTorch, operation by operation: LAQ and backtrack steps of LeNet-5 and of the 784-2048-2048-2048-10 perceptron,
eager, as a CUDA graph, and compiled; and fused Adam in full precision, eager and as a CUDA graph.

    python3 pytorch.py [cuda|cpu] [--quick]

Prints one JSON object; times are medians in milliseconds. Run by run.sh on the same device and in the same minute as QuantDsl's own.
The mathematics is that of DESIGN section 1 and of the papers: gradients at the quantized weights, scales by the alternating solver, which
takes a fixed number of turns here, because an early stop would read a number back from the device.
"""
import json
import sys
import time

import torch
from torch import nn

ETA, BETA1, BETA2, EPSILON, BLEND = 0.005, 0.9, 0.999, 1e-8, 0.6
TURNS = 4  # of the solver for more than one bit: 3 to 5 on MNIST with an early stop, as counted on the CPU
DEVICE = next((a for a in sys.argv[1:] if not a.startswith("-")), "cuda")
QUICK = "--quick" in sys.argv
ON_GPU = DEVICE != "cpu"


def norm(layer, outputs):
    return layer(outputs, eps=1e-4)


def perceptron():
    sizes = [784, 2048, 2048, 2048, 10]
    layers = [nn.Flatten()]
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.Linear(inputs, outputs, bias=False), norm(nn.BatchNorm1d, outputs)]
        if index < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 20, 3, bias=False), nn.MaxPool2d(2), norm(nn.BatchNorm2d, 20), nn.ReLU(),
        nn.Conv2d(20, 50, 3, bias=False), nn.MaxPool2d(2), norm(nn.BatchNorm2d, 50), nn.ReLU(),
        nn.Flatten(), nn.Linear(1250, 500, bias=False), norm(nn.BatchNorm1d, 500), nn.ReLU(),
        nn.Linear(500, 10, bias=False), norm(nn.BatchNorm1d, 10))


NETWORKS = {"mlp": (perceptron, 100), "lenet5": (lenet5, 128)}


def squared_hinge(logits, targets):
    return torch.clamp(1 - targets * logits, min=0).square().mean()


class Quantized:
    """Steps of loss-aware quantization. Everything stays on the device, so that a step can be captured as a graph."""

    def __init__(self, network, bits):
        self.net = network
        self.levels = 2 ** (bits - 1) - 1
        self.q = list(network.parameters())
        self.w = [p.detach().clone() for p in self.q]
        self.m = [torch.zeros_like(p) for p in self.q]
        self.v = [torch.zeros_like(p) for p in self.q]
        self.alpha = [torch.zeros((), device=DEVICE) for _ in self.q]
        self.t = torch.zeros((), device=DEVICE)
        with torch.no_grad():
            for i, w in enumerate(self.w):
                q, alpha = self.quantize(w, torch.ones_like(w), self.alpha[i])
                self.q[i].copy_(q)
                self.alpha[i].copy_(alpha)

    def quantize(self, w, d, alpha):
        if w.dim() < 2:  # batch normalisation stays in full precision
            return w, alpha
        mean = (d * w.abs()).sum() / d.sum()
        if self.levels == 0:
            return torch.where(w >= 0, mean, -mean), mean
        alpha = torch.where(alpha > 0, alpha, mean)
        for _ in range(TURNS):
            b = torch.round(torch.clamp(w / alpha, -1, 1) * self.levels) / self.levels
            alpha = (d * b * w).sum() / (d * b * b).sum()
        b = torch.round(torch.clamp(w / alpha, -1, 1) * self.levels) / self.levels
        return alpha * b, alpha

    def moments(self, i, g, m, v, t):
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g * g
        d = (torch.sqrt(v / (1 - BETA2**t)) + EPSILON) / ETA
        return m, v, m / (1 - BETA1**t), d

    def move(self, w, direction, d):
        w = w - direction / d
        return torch.clamp(w, -1, 1) if w.dim() > 1 else w

    def gradients(self, x, y):
        for p in self.q:
            p.grad = None
        loss = squared_hinge(self.net(x), y)
        return torch.autograd.grad(loss, self.q)

    def step(self, x, y):
        gradients = self.gradients(x, y)
        with torch.no_grad():
            self.t += 1
            for i, g in enumerate(gradients):
                m, v, direction, d = self.moments(i, g, self.m[i], self.v[i], self.t)
                w = self.move(self.w[i], direction, d)
                self.keep(i, w, m, v, d)

    def backtrack(self, x, y):
        gradients = self.gradients(x, y)
        first = []
        with torch.no_grad():
            self.t += 1
            for i, g in enumerate(gradients):
                m, v, direction, d = self.moments(i, g, self.m[i], self.v[i], self.t)
                first.append((m, v, direction, d))
                self.q[i].copy_(self.quantize(self.move(self.w[i], direction, d), d, self.alpha[i])[0])
        moving = [layer for layer in self.net if isinstance(layer, nn.modules.batchnorm._BatchNorm)]
        for layer in moving:
            layer.track_running_stats = False  # they move once a step
        gradients = self.gradients(x, y)
        for layer in moving:
            layer.track_running_stats = True
        with torch.no_grad():
            for i, g in enumerate(gradients):
                m, v, direction, d = first[i]
                m2, v2, direction2, d2 = self.moments(i, g, m, v, self.t + 1)
                d = BLEND * d + (1 - BLEND) * d2
                w = self.move(self.w[i], BLEND * direction + (1 - BLEND) * direction2, d)
                self.keep(i, w, BLEND * m + (1 - BLEND) * m2, BLEND * v + (1 - BLEND) * v2, d)

    def keep(self, i, w, m, v, d):
        q, alpha = self.quantize(w, d, self.alpha[i])
        for target, value in ((self.w, w), (self.m, m), (self.v, v), (self.alpha, alpha)):
            target[i].copy_(value)
        self.q[i].copy_(q)


class FullPrecision:
    def __init__(self, network):
        self.net = network
        fast = {"fused": True, "capturable": True} if ON_GPU else {}
        self.optimizer = torch.optim.Adam(network.parameters(), lr=ETA, **fast)

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        squared_hinge(self.net(x), y).backward()
        self.optimizer.step()


def synchronize():
    if ON_GPU:
        torch.cuda.synchronize()


def as_graph(run):
    """The run as one launch, captured after a few runs on a side stream, as PyTorch's documentation says."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            run()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        run()
    return graph.replay


def median(run, rounds=3 if QUICK else 11, inner=2 if QUICK else 20):
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


def contestants(make, x, y):
    """Names, and functions that prepare a step and return what takes it."""

    def of(bits, kind, way):
        def prepare():
            torch.manual_seed(1)
            model = Quantized(make().to(DEVICE), bits)
            step = getattr(model, kind)
            if way == "compiled":
                step = torch.compile(step, dynamic=False)
            run = lambda: step(x, y)
            return as_graph(run) if way == "graph" else run
        return prepare

    def adam(way):
        def prepare():
            torch.manual_seed(1)
            model = FullPrecision(make().to(DEVICE))
            run = lambda: model.step(x, y)
            return as_graph(run) if way == "graph" else run
        return prepare

    for way in ("eager", "graph", "compiled"):
        for bits in (1, 2):
            yield f"laq{bits}.{way}", of(bits, "step", way)
        yield f"backtrack1.{way}", of(1, "backtrack", way)
        if way != "compiled":
            yield f"adam.{way}", adam(way)


def main():
    result = {"torch": torch.__version__, "device": torch.cuda.get_device_name() if ON_GPU else "cpu"}
    if ON_GPU:  # the reference is float32, like QuantDsl's default
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.benchmark = True
    for network, (make, batch) in NETWORKS.items():
        torch.manual_seed(1)
        x = torch.rand(batch, 1, 28, 28, device=DEVICE) * 2 - 1
        labels = torch.randint(0, 10, (batch,), device=DEVICE)
        y = 2 * nn.functional.one_hot(labels, 10).to(x.dtype) - 1
        for name, prepare in contestants(make, x, y):
            key = f"pytorch.{network}.{name}"
            try:
                result[f"{key}_ms"] = median(prepare())
            except Exception as failure:  # a baseline that cannot run there must not hide the others
                result[f"{key}.error"] = f"{type(failure).__name__}: {failure}"[:300]
            print(f"{key}: {result.get(key + '_ms', 'failed')}", file=sys.stderr, flush=True)
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
