"""Whole training steps in Python's PyTorch: the other side of org.gradus.bench.SideBySide.

Usage: steps.py MODEL THREADS. Prints a line a case: its name and its seconds per step.
Models, batch sizes and cases are those of org.gradus.bench.StepModel and StepProcess.
"""

import math
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

ROUNDS = 5
BLOCK_SECONDS = 0.3


def mlp(*widths):
    layers = []
    for i in range(len(widths) - 1):
        layers += [nn.Linear(widths[i], widths[i + 1]), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers[:-1])


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * 49, 128), nn.ReLU(inplace=True), nn.Linear(128, 10))


class ResidualBlock(nn.Module):
    def __init__(self, channels_in, channels_out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels_out)
        self.shortcut = nn.Identity()
        if channels_in != channels_out or stride != 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels_in, channels_out, 1, stride, bias=False),
                nn.BatchNorm2d(channels_out))

    def forward(self, x):
        hidden = F.relu(self.norm1(self.conv1(x)), inplace=True)
        return F.relu(self.norm2(self.conv2(hidden)) + self.shortcut(x), inplace=True)


def resnet8():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True),
        ResidualBlock(16, 16, 1), ResidualBlock(16, 32, 2), ResidualBlock(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class GptBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.projection = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 4 * width)
        self.contract = nn.Linear(4 * width, width)

    def forward(self, x, future):
        batch, length, width = x.shape
        parts = self.query_key_value(self.norm1(x)).split(width, 2)
        q, k, v = (
            p.view(batch, length, self.heads, width // self.heads).transpose(1, 2) for p in parts)
        scores = (q @ k.transpose(-2, -1)).mul_(1 / math.sqrt(width // self.heads))
        weights = scores.masked_fill(future, -math.inf).softmax(-1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        x = x + self.projection(mixed)
        return x + self.contract(F.gelu(self.expand(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary=65, width=128, heads=4, layers=4, context=64):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(context, width)
        self.blocks = nn.ModuleList(GptBlock(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, vocabulary, bias=False)
        future = torch.triu(torch.ones(context, context, dtype=torch.bool), 1)
        self.register_buffer("future", future)
        self.register_buffer("places", torch.arange(context))

    def forward(self, text):
        x = self.tokens(text) + self.positions(self.places)
        for block in self.blocks:
            x = block(x, self.future)
        return self.output(self.norm(x)).flatten(0, 1)


def images(count, *shape):
    return torch.randn(count, *shape), torch.randint(10, (count,))


MODELS = {
    "MLP": (lambda: mlp(64, 128, 10), lambda: images(64, 64)),
    "MLP_WIDE": (lambda: mlp(64, 512, 512, 10), lambda: images(64, 64)),
    "CNN": (cnn, lambda: images(128, 1, 28, 28)),
    "RESNET8": (resnet8, lambda: images(128, 3, 32, 32)),
    "GPT": (Gpt, lambda: (torch.randint(65, (32, 64)), torch.randint(65, (32 * 64,)))),
}


def cases(net, inputs, targets):
    """The names of org.gradus.bench.StepCase and what they run."""
    parameters = list(net.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=1e-4, weight_decay=0.0, foreach=False)
    directions = [torch.randn_like(p) for p in parameters]

    def loss():
        return F.cross_entropy(net(inputs), targets)

    def gradient():
        optimizer.zero_grad(set_to_none=True)
        loss().backward()

    def step():
        gradient()
        optimizer.step()

    def product():
        gradients = torch.autograd.grad(loss(), parameters, create_graph=True)
        torch.autograd.grad(gradients, parameters, grad_outputs=directions)

    return {"ADAMW": step, "FORWARD_BACKWARD": gradient, "GRADIENT_AND_PRODUCT": product}


def block(run, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def main():
    make_model, make_data = MODELS[sys.argv[1]]
    torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(1)
    runs = cases(make_model(), *make_data())
    repeats = {}
    for name, run in runs.items():
        block(run, 3)
        repeats[name] = max(1, round(BLOCK_SECONDS / block(run, 2)))
    times = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(block(run, repeats[name]))
    for name, values in times.items():
        print(f"{name} {statistics.median(values):.9f}")


if __name__ == "__main__":
    main()
