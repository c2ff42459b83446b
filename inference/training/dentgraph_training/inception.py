"""Inception-v3 to Mixed_7a as a detection body: strides 8, 16 and 32.

After Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2015), with
torchvision's parameter names. Two things differ from the classifier: every convolution is padded
by (kernel - 1) / 2 and every max-pool by 1, so that feature grids are exact fractions of the
picture, and batch normalisation is folded into a bias, because detection batches are too small
for statistics of their own.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Kernel = int | tuple[int, int]


class ConvRelu(nn.Module):
    """A padded convolution with bias, then ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: Kernel, stride: int = 1) -> None:
        super().__init__()
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = ((height - 1) // 2, (width - 1) // 2)
        self.conv = nn.Conv2d(inputs, outputs, (height, width), stride=stride, padding=padding)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.conv(x), inplace=True)


def chain(x: Tensor, *layers: nn.Module) -> Tensor:
    for layer in layers:
        x = layer(x)
    return x


class InceptionA(nn.Module):
    """1×1, 5×5, double 3×3 and pooled branches, side by side."""

    def __init__(self, inputs: int, pool_features: int) -> None:
        super().__init__()
        self.branch1x1 = ConvRelu(inputs, 64, 1)
        self.branch5x5_1 = ConvRelu(inputs, 48, 1)
        self.branch5x5_2 = ConvRelu(48, 64, 5)
        self.branch3x3dbl_1 = ConvRelu(inputs, 64, 1)
        self.branch3x3dbl_2 = ConvRelu(64, 96, 3)
        self.branch3x3dbl_3 = ConvRelu(96, 96, 3)
        self.branch_pool = ConvRelu(inputs, pool_features, 1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat(
            [
                self.branch1x1(x),
                chain(x, self.branch5x5_1, self.branch5x5_2),
                chain(x, self.branch3x3dbl_1, self.branch3x3dbl_2, self.branch3x3dbl_3),
                self.branch_pool(F.avg_pool2d(x, 3, stride=1, padding=1)),
            ],
            1,
        )


class InceptionB(nn.Module):
    """Halves the grid: 288 to 768 channels."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.branch3x3 = ConvRelu(inputs, 384, 3, stride=2)
        self.branch3x3dbl_1 = ConvRelu(inputs, 64, 1)
        self.branch3x3dbl_2 = ConvRelu(64, 96, 3)
        self.branch3x3dbl_3 = ConvRelu(96, 96, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat(
            [
                self.branch3x3(x),
                chain(x, self.branch3x3dbl_1, self.branch3x3dbl_2, self.branch3x3dbl_3),
                F.max_pool2d(x, 3, stride=2, padding=1),
            ],
            1,
        )


class InceptionC(nn.Module):
    """7×7 convolutions factored into 1×7 and 7×1."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        c = channels
        self.branch1x1 = ConvRelu(inputs, 192, 1)
        self.branch7x7_1 = ConvRelu(inputs, c, 1)
        self.branch7x7_2 = ConvRelu(c, c, (1, 7))
        self.branch7x7_3 = ConvRelu(c, 192, (7, 1))
        self.branch7x7dbl_1 = ConvRelu(inputs, c, 1)
        self.branch7x7dbl_2 = ConvRelu(c, c, (7, 1))
        self.branch7x7dbl_3 = ConvRelu(c, c, (1, 7))
        self.branch7x7dbl_4 = ConvRelu(c, c, (7, 1))
        self.branch7x7dbl_5 = ConvRelu(c, 192, (1, 7))
        self.branch_pool = ConvRelu(inputs, 192, 1)

    def forward(self, x: Tensor) -> Tensor:
        double = (
            self.branch7x7dbl_1,
            self.branch7x7dbl_2,
            self.branch7x7dbl_3,
            self.branch7x7dbl_4,
            self.branch7x7dbl_5,
        )
        return torch.cat(
            [
                self.branch1x1(x),
                chain(x, self.branch7x7_1, self.branch7x7_2, self.branch7x7_3),
                chain(x, *double),
                self.branch_pool(F.avg_pool2d(x, 3, stride=1, padding=1)),
            ],
            1,
        )


class InceptionD(nn.Module):
    """Halves the grid again: 768 to 1280 channels."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.branch3x3_1 = ConvRelu(inputs, 192, 1)
        self.branch3x3_2 = ConvRelu(192, 320, 3, stride=2)
        self.branch7x7x3_1 = ConvRelu(inputs, 192, 1)
        self.branch7x7x3_2 = ConvRelu(192, 192, (1, 7))
        self.branch7x7x3_3 = ConvRelu(192, 192, (7, 1))
        self.branch7x7x3_4 = ConvRelu(192, 192, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat(
            [
                chain(x, self.branch3x3_1, self.branch3x3_2),
                chain(x, self.branch7x7x3_1, self.branch7x7x3_2, self.branch7x7x3_3, self.branch7x7x3_4),
                F.max_pool2d(x, 3, stride=2, padding=1),
            ],
            1,
        )


STEM = ("Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3")


class InceptionBody(nn.Module):
    """Picture [n, 3, h, w] in -1..1 to features at strides 8 (288), 16 (768) and 32 (1280)."""

    channels = (288, 768, 1280)

    def __init__(self) -> None:
        super().__init__()
        self.Conv2d_1a_3x3 = ConvRelu(3, 32, 3, stride=2)
        self.Conv2d_2a_3x3 = ConvRelu(32, 32, 3)
        self.Conv2d_2b_3x3 = ConvRelu(32, 64, 3)
        self.Conv2d_3b_1x1 = ConvRelu(64, 80, 1)
        self.Conv2d_4a_3x3 = ConvRelu(80, 192, 3)
        self.Mixed_5b = InceptionA(192, 32)
        self.Mixed_5c = InceptionA(256, 64)
        self.Mixed_5d = InceptionA(288, 64)
        self.Mixed_6a = InceptionB(288)
        self.Mixed_6b = InceptionC(768, 128)
        self.Mixed_6c = InceptionC(768, 160)
        self.Mixed_6d = InceptionC(768, 160)
        self.Mixed_6e = InceptionC(768, 192)
        self.Mixed_7a = InceptionD(768)

    def body(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = chain(x, self.Conv2d_1a_3x3, self.Conv2d_2a_3x3, self.Conv2d_2b_3x3)
        x = F.max_pool2d(x, 3, stride=2, padding=1)
        x = chain(x, self.Conv2d_3b_1x1, self.Conv2d_4a_3x3)
        x = F.max_pool2d(x, 3, stride=2, padding=1)
        fine = chain(x, self.Mixed_5b, self.Mixed_5c, self.Mixed_5d)
        middle = chain(fine, self.Mixed_6a, self.Mixed_6b, self.Mixed_6c, self.Mixed_6d, self.Mixed_6e)
        return fine, middle, self.Mixed_7a(middle)
