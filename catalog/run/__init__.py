"""A run of `refresh`, `fetch` or `build` as it is told: its report, its last line, and word of it to elsewhere."""
