"""Whole-process measurements, run by `make bench`; nothing here is a test."""
