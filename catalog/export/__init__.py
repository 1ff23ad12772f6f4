"""The catalog as data: JSON and Markdown twins, one JSON of all models, the published database."""
