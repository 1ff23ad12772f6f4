"""The database: claims with their intervals, and everything derived from them."""
