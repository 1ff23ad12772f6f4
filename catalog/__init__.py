"""From claims to a catalog: match, resolve, store, and publish as data and pages."""
