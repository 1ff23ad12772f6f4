"""The site: typed page contexts in, static HTML out."""
