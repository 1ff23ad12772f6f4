"""Curated fixes of known upstream errors: each outranks one claim, and complains when upstream no longer needs it."""

from catalog.corrections.apply import APPLIED, FILE, Applied, Corrections, corrected, corrected_histories
from catalog.corrections.files import load_corrections
from catalog.corrections.row import CorrectionRow

__all__ = [
    "APPLIED", "FILE", "Applied", "CorrectionRow", "Corrections", "corrected", "corrected_histories",
    "load_corrections",
]  # fmt: skip
