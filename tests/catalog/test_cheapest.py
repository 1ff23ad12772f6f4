"""Which offer is the cheapest, and which models score no less for less money: like with like."""
