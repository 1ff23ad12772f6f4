"""Tests of the pages, the style and the scripts."""
