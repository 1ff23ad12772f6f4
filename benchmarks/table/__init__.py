"""The one table of `make bench`: a module for each group of rows, and what they share."""
