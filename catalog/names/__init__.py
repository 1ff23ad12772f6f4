"""Names of models taken apart: words, numbers, sizes, dates, and what each says of the release."""
