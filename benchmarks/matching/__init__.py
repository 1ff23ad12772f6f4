"""How well names are matched: `python -m benchmarks.matching` measures it on labelled pairs and on whole catalogues."""
