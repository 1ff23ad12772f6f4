"""How the guards fare: real changes that they hold, made-up accidents that they let pass, and what they cost."""
