"""JSON for other tools: the files under `api/v1/`, and the same blocks where the command line prints them."""
