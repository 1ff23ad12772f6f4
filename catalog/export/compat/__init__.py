"""The catalog in the formats of other catalogs, so that tools made for those can read it without a change."""
