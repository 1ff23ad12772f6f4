"""What the guards look for, by name, and the figures that they go by.

The figures were measured on 634 days of OpenRouter's list: of 2,803 changes of an input or output
price some 570 were twofold or more, 17 twentyfold, none a hundredfold; a price that fell to 0 was
back within days, nearly always at the very price it had.
"""

from collections.abc import Mapping
from decimal import Decimal

TENFOLD_SLIP = Decimal(10)
HUNDREDFOLD = Decimal(100)
"""No real price of one offer moved so far at once; a price per 1,000 taken for one per million does."""
CHEAPER_OUTPUT = Decimal("0.5")
"""Below this share of the input price an output price stands in the wrong column; real ones went down to 0.75."""
LOWEST, HIGHEST = Decimal("0.0005"), Decimal(2000)
"""In dollars a million tokens: real prices of text went from 0.001 to 600 in two years."""
OVERNIGHT_DAYS = 7
"""After a longer gap in observation many prices may have moved, each for its own reason."""
CROWD = 5
"""So many records at least make a crowd."""
CROWD_SHARE = Decimal("0.15")
"""The largest real share of twofold jumps in one answer was 0.077."""
COLUMN = 20
"""A field that so many records bear is a column of the answer."""
GROUP = 10
"""So many ids of one variant do not vanish together by chance."""

Holds = Mapping[str, str]
"""By field, the rule that holds it."""

RULES = {
    "out-of-scale": "it moved a hundredfold or more at once",
    "no-such-price": "nothing is sold at such a price of a million tokens: it is in another unit",
    "decimal-slip": "all prices of the record moved by the same power of ten",
    "fell-to-zero": "a price fell to 0 under an id that does not say that it is free",
    "turned-dynamic": "a fixed price turned into one that varies",
    "jumped": "the price jumped further overnight than this source's prices do",
    "columns-moved": "values stand under the names of other prices: columns seem to have moved",
    "half-gone": "of input and output price one is gone",
    "output-below-input": "output became far cheaper than input",
    "cache-above-input": "reading from the cache became dearer than the input itself",
    "output-above-context": "the output limit rose above the context length",
    "before-it-existed": "the date is before the model existed",
    "too-far-ahead": "the date is further ahead than it can be",
    "with-it": "another price of the record is held, and an offer's prices stand together",
    "many-at-once": "a large share of the source's prices jumped twofold or more at once",
    "column-gone": "most records lost this field at once",
    "group-gone": "all ids of this variant vanished at once",
}
"""What each rule means, in plain words."""
