"""The catalog as it stood at a time: the store's own tables of that time, and all that follows from them."""
