"""From a detector's score to a confidence that means what it says, and how well it does."""

from __future__ import annotations

import math

import numpy as np

from . import metrics
from .predictions import Answer

Pairs = list[tuple[float, bool]]
"""(score or confidence, whether the prediction was right)."""
FOLDS = 5


def platt(pairs: Pairs, strength: float = 1.0) -> tuple[float, float]:
    """(a, b) of σ(a · logit(score) + b) that maximise the likelihood of (score, right), by Newton's method.

    Platt, "Probabilistic outputs for support vector machines" (1999). A Gaussian prior around the
    identity (a = 1, b = 0) keeps classes with few examples sane.
    """
    if not pairs:
        return 1.0, 0.0
    score = np.clip(np.array([s for s, _ in pairs]), 1e-4, 1 - 1e-4)
    right = np.array([r for _, r in pairs], float)
    x = np.stack([np.log(score / (1 - score)), np.ones_like(score)], axis=1)
    prior = np.array([1.0, 0.0])
    w = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - right) + strength * (w - prior)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + strength * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return round(float(max(w[0], 0.05)), 4), round(float(w[1]), 4)


def logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def calibrated(score: float, a: float, b: float) -> float:
    return 1 / (1 + math.exp(-(a * logit(score) + b)))


def uncalibrated(confidence: float, a: float, b: float) -> float:
    """The network's own score behind a calibrated confidence."""
    return 1 / (1 + math.exp(-(logit(confidence) - b) / a))


def reliability(pairs: Pairs, bins: int = 10) -> list[dict]:
    """Mean confidence against the share that was right, in bins of equal width; empty bins left out."""
    rows = []
    for low in np.arange(bins) / bins:
        inside = [(s, r) for s, r in pairs if low <= s < low + 1 / bins + (1e-9 if low + 1 / bins >= 1 else 0)]
        if inside:
            rows.append(
                {
                    "confidence": round(float(np.mean([s for s, _ in inside])), 3),
                    "right": round(float(np.mean([r for _, r in inside])), 3),
                    "count": len(inside),
                }
            )
    return rows


def expected_calibration_error(rows: list[dict]) -> float | None:
    """Mean distance of confidence and share right over the bins, weighed by count: Guo et al. (2017)."""
    count = sum(row["count"] for row in rows)
    return (
        round(sum(row["count"] * abs(row["confidence"] - row["right"]) for row in rows) / count, 4) if count else None
    )


def cross_validated(truth: dict, answers: list[Answer], calibration: dict[str, dict] | None) -> dict:
    """Reliability on photos that the fit did not see: fitted on four fifths of the photos, judged on the rest, in turn.

    :param calibration: what is in the answers' confidences and is taken out first; None for raw scores
    :returns: `all` predictions, and those `shown` (confidence 0.1 and more), each with bins and error
    """
    raw = [
        {
            name: [
                (uncalibrated(score, **calibration[name]) if calibration else score, right) for score, right in found
            ]
            for name, found in metrics.matches(truth, answers[fold::FOLDS]).items()
        }
        for fold in range(FOLDS)
    ]
    pairs: Pairs = []
    for fold in range(FOLDS):
        for name in raw[fold]:
            a, b = platt([pair for other in range(FOLDS) if other != fold for pair in raw[other][name]])
            pairs += [(calibrated(score, a, b), right) for score, right in raw[fold][name]]
    shown = [pair for pair in pairs if pair[0] >= 0.1]
    return {
        key: {"bins": (bins := reliability(kept)), "error": expected_calibration_error(bins), "count": len(kept)}
        for key, kept in (("all", pairs), ("shown", shown))
    }
