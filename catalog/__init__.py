"""From claims to a catalog: match, resolve, audit, store, and publish as data and pages."""
