"""Curated fixes of known upstream errors: each outranks one claim, and complains when upstream no longer needs it."""

from catalog.corrections.apply import FILE, Applied, Corrections
from catalog.corrections.files import load_corrections
from catalog.corrections.row import CorrectionRow

__all__ = ["FILE", "Applied", "CorrectionRow", "Corrections", "load_corrections"]
