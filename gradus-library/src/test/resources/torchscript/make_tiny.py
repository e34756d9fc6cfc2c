"""Makes tiny.pt: a TorchScript classifier of 4 inputs and 3 classes with what makes trouble:
a weight two layers share, batch norm's buffers, dropout and a frozen parameter.

Run with any PyTorch from 1.13 on:  python3 make_tiny.py
"""

import torch


class Tiny(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(4, 8)
        self.norm = torch.nn.BatchNorm1d(8)
        self.second = torch.nn.Linear(8, 8)
        self.third = torch.nn.Linear(8, 8)
        self.third.weight = self.second.weight
        self.drop = torch.nn.Dropout(0.1)
        self.last = torch.nn.Linear(8, 3)
        self.scale = torch.nn.Parameter(torch.ones(1), requires_grad=False)

    def forward(self, x):
        x = torch.relu(self.norm(self.first(x)))
        x = torch.relu(self.third(torch.tanh(self.second(x))))
        return self.last(self.drop(x)) * self.scale


torch.manual_seed(1)
torch.jit.script(Tiny()).save("tiny.pt")
