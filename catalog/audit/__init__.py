"""The self-audit: a sample of what is published, read again from the answers it came from."""
