"""What an offer's prices are at a moment, what a request costs, and how they compare to the maker's own."""
