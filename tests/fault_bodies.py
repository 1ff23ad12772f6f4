"""What may be wrong with the body of a good answer: its bytes, its JSON, its prices, its texts, its ids."""

import gzip
import json
import re
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.good_night import Good, good_night
from tests.upstream import Reply

PRICE_KEYS = re.compile(r"price|cost|prompt|completion|^input$|^output$|_mtok$|cache_read|cache_write", re.IGNORECASE)
NO_PRICE = re.compile(r"type|token_type|tokens$|support|level|text|url|date|comment|checked|start$|id$", re.IGNORECASE)
TEXT_KEYS = re.compile(
    r"name|description|title|display|tokenizer|family|comment|brand$|status_page|license", re.IGNORECASE
)
DATE_KEYS = re.compile(r"created|date|cutoff|released|updated|modified|time$|Last", re.IGNORECASE)
ON_PAGES = re.compile(r"(?<=\$)(\s*(?:<[^>]*>\s*|\"\}\s*|</>)*)(\d[\d,]*(?:\.\d+)?)")
"""A price of a page: digits behind a dollar, whatever mark-up is between."""
LIST_KEYS = ("data", "models", "products", "endpoints")

Change = Callable[[Any], Any]


def walked(node: Any, fits: Callable[[str, Any], bool], change: Change, key: str = "") -> Any:
    """The same JSON with each leaf that fits (by the nearest key, and the value) changed."""
    if isinstance(node, dict):
        return {name: walked(part, fits, change, name) for name, part in node.items()}
    if isinstance(node, list):
        return [walked(part, fits, change, key) for part in node]
    return change(node) if fits(key, node) else node


def loaded(good: Good) -> Any:
    """The JSON of an answer."""
    return json.loads(good.body, parse_float=Decimal)


def written(answer: Any) -> bytes:
    """JSON as an upstream may write it: a `Raw` as it is, decimals with all their digits."""
    marks: dict[str, str] = {}

    def other(value: Any) -> str:
        mark = f"@@{len(marks)}@@"
        marks[f'"{mark}"'] = str(value)
        return mark

    text = json.dumps(answer, default=other)
    return re.sub(r'"@@\d+@@"', lambda found: marks[found[0]], text).encode("utf-8", "surrogatepass")


class Raw:
    """A piece of JSON that no library would write."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


def is_price(key: str, value: Any) -> bool:
    """Whether a leaf of JSON is a price."""
    if isinstance(value, bool) or not PRICE_KEYS.search(key) or NO_PRICE.search(key):
        return False
    return isinstance(value, (int, Decimal)) or (isinstance(value, str) and re.fullmatch(r"[\d.]+", value) is not None)


def is_text(key: str, value: Any) -> bool:
    """Whether a leaf of JSON is a text that people read."""
    return isinstance(value, str) and TEXT_KEYS.search(key) is not None


def prices(change: Callable[[Decimal], Any]) -> Callable[[Good], bytes | None]:
    """Every price changed, on pages too."""

    def spoil(good: Good) -> bytes | None:
        if good.kind == "json":
            found: list[Any] = []
            spoiled = written(walked(loaded(good), is_price, lambda value: noted(found, change(Decimal(value)))))
            return spoiled if found else None
        text = good.body.decode()
        return ON_PAGES.sub(lambda m: m[1] + plain(change(Decimal(m[2].replace(",", "")))), text).encode()

    return spoil


def noted(found: list[Any], value: Any) -> Any:
    """The value, which is in the list then."""
    found.append(value)
    return value


def plain(value: Any) -> str:
    """A decimal without an exponent; anything else as it is."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def json_prices(change: Callable[[Decimal], Any]) -> Callable[[Good], bytes | None]:
    """Every price of a JSON answer changed."""
    return lambda good: prices(change)(good) if good.kind == "json" else None


def json_leaves(fits: Callable[[str, Any], bool], change: Change) -> Callable[[Good], bytes | None]:
    """Every leaf that fits changed, of a JSON answer."""
    return lambda good: written(walked(loaded(good), fits, change)) if good.kind == "json" else None


def rows_of(answer: Any) -> Any:
    """The longest list, or map, of records in a JSON answer."""
    found: list[Any] = []

    def look(node: Any, depth: int) -> None:
        if isinstance(node, (list, dict)):
            parts = node if isinstance(node, list) else list(node.values())
            if parts and all(isinstance(part, (dict, list)) for part in parts):
                found.append(node)
            for part in parts if depth else ():
                look(part, depth - 1)

    look(answer, 4)
    return max(found, key=len, default=None)


def json_rows(change: Callable[[Any], None]) -> Callable[[Good], bytes | None]:
    """The list or map of a JSON list's records, changed in place."""

    def spoil(good: Good) -> bytes | None:
        if good.kind != "json" or good.behind or good.source == "huggingface":
            return None  # an answer of Hugging Face is one record
        answer = loaded(good)
        rows = rows_of(answer)
        if rows is None or len(rows) < 4:
            return None
        change(rows)
        return written(answer)

    return spoil


def halve(rows: Any) -> None:
    """Leave the first half of the records."""
    for key in list(rows)[len(rows) // 2 :] if isinstance(rows, dict) else ():
        del rows[key]
    if isinstance(rows, list):
        del rows[len(rows) // 2 :]


def double(rows: Any) -> None:
    """Say every record of a list twice."""
    if isinstance(rows, list):
        rows.extend(rows[:])


def renamed(name: Callable[[str, int], str]) -> Callable[[Any], None]:
    """Give records other ids."""

    def change(rows: Any) -> None:
        if isinstance(rows, dict):
            items = list(rows.items())
            rows.clear()
            for number, (key, row) in enumerate(items):
                new = name(key, number)
                rows[new] = {**row, "id": new} if isinstance(row, dict) and "id" in row else row
            return
        for number, row in enumerate(rows):
            for key in ("id", "alias_name", "name"):
                if isinstance(row, dict) and isinstance(row.get(key), str):
                    row[key] = name(row[key], number)
                    break

    return change


def added(*ids: str) -> Callable[[Any], None]:
    """One more record for each id, like the last one."""

    def change(rows: Any) -> None:
        if isinstance(rows, dict):
            last = list(rows.values())[-1]
            rows.update({id_: {**last, "id": id_} if isinstance(last, dict) and "id" in last else last for id_ in ids})
            return
        last = rows[-1]
        key = next((k for k in ("id", "alias_name", "name") if isinstance(last.get(k), str)), "id")
        rows.extend({**last, key: id_} for id_ in ids)

    return change


def swapped(good: Good) -> bytes | None:
    """Input and output prices under each other's names."""
    pairs = [("prompt", "completion"), ("input_cost_per_token", "output_cost_per_token"), ("input", "output"),
             ("input_price", "output_price"), ("input_mtok", "output_mtok")]  # fmt: skip
    if good.kind != "json":
        text = good.body.decode()
        # Not the names of limits: one that is believable, and was never said before, cannot be told from a real one.
        turned = re.sub(r"(?<!Max )(Input|Output)", lambda m: "Output" if m[0] == "Input" else "Input", text)
        return turned.encode() if turned != text else None

    def swap(node: Any) -> Any:
        if isinstance(node, list):
            return [swap(part) for part in node]
        if not isinstance(node, dict):
            return node
        node = {key: swap(part) for key, part in node.items()}
        for one, other in pairs:
            if one in node and other in node and not isinstance(node[one], (dict, list)):
                node[one], node[other] = node[other], node[one]
        return node

    return written(swap(loaded(good)))


def texts(text: str) -> Callable[[Good], bytes | None]:
    """A text in every field for people, of a JSON answer."""
    return json_leaves(is_text, lambda value: f"{value} {text}")


def cut(good: Good) -> bytes:
    """The first half of the bytes."""
    return good.body[: len(good.body) // 2]


def with_middle(piece: bytes) -> Callable[[Good], bytes]:
    """Bytes in the middle of the body."""
    return lambda good: good.body[: len(good.body) // 2] + piece + good.body[len(good.body) // 2 :]


def deep(levels: int) -> bytes:
    """JSON so many levels deep."""
    return b'{"data":' + b"[" * levels + b"]" * levels + b"}"


def deep_inside(good: Good) -> bytes | None:
    """A record with one value 900 levels deep: a depth that a parser bears and a walk may not."""
    if good.kind != "json":
        return None
    nested = Raw("[" * 900 + "1" + "]" * 900)
    return written(walked(loaded(good), is_text, lambda _: nested))


def a_million_records(good: Good) -> bytes | None:
    """The source's own envelope, with a million records in it."""
    if good.kind != "json":
        return None
    answer = loaded(good)
    rows = rows_of(answer)
    if rows is None:
        return None
    one = written(rows[-1] if isinstance(rows, list) else list(rows.values())[-1])[:40].partition(b",")[0] + b"}"
    if isinstance(rows, list):
        rows[:] = [Raw("@")]
        return written(answer).replace(b"@", one + (b"," + one) * 999_999)
    rows.clear()
    rows["@"] = 0
    return written(answer).replace(b'"@": 0', b",".join(b'"r%d":{"a":1}' % n for n in range(1_000_000)))


def many_tags(good: Good) -> bytes | None:
    """A page with a table of half a million cells."""
    if good.kind == "json":
        return None
    row = b"<tr><td><a href=/models/a/b>a/b</a></td><td>$1</td></tr>\n"
    return b"<!doctype html><html lang=en><h1>Prices</h1><table>" + row * 120_000 + b"</table></html>"


def deep_page(good: Good) -> bytes | None:
    """A page with elements 100,000 levels deep."""
    if good.kind == "json":
        return None
    return good.body + b"<div>" * 100_000 + b"<p>$1 / 1M tokens</p>"


def spanning(good: Good) -> bytes | None:
    """A page with a table whose every cell spans 200 rows and columns."""
    if good.kind == "json":
        return None
    cell = b"<td colspan=200 rowspan=200>$1</td>"
    return (
        b"<!doctype html><html lang=en><h1>Prices</h1><table>"
        + (b"<tr>" + cell * 50 + b"</tr>") * 100
        + b"</table></html>"
    )


def zipped(body: bytes, wbits: int) -> bytes:
    """A body in one of zlib's forms."""
    packer = zlib.compressobj(wbits=wbits)
    return packer.compress(body) + packer.flush()


def members(body: bytes, count: int) -> bytes:
    """A gzip body of many members that each unpack to a megabyte."""
    return gzip.compress(body) + gzip.compress(bytes(2**20)) * count


def bomb(megabytes: int) -> bytes:
    """Nothing but zeros, packed; never whole in memory."""
    packer = zlib.compressobj(wbits=31)
    return b"".join([*(packer.compress(bytes(2**20)) for _ in range(megabytes)), packer.flush()])


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/passwd">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><urlset><url><loc>&k;&f;</loc></url></urlset>"
)
"""XML whose entities would unfold to gigabytes, and one that names a file of ours."""


def twice(good: Good) -> bytes | None:
    """Each price key twice in its object, with another price the second time."""
    if good.kind != "json":
        return None
    body = written(walked(loaded(good), is_price, lambda value: Raw(f"<{value}>")))
    found = re.sub(rb'("[^"]*"): <([\d.E-]+)>', rb"\1: \2, \1: 1\2", body)
    return found if found != body else None


def dates(text: str, seconds: int) -> Callable[[Good], bytes | None]:
    """Another date in every field for dates."""

    def fits(key: str, value: Any) -> bool:
        dated = isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value) is not None
        counted = isinstance(value, int) and not isinstance(value, bool) and value > 10**9
        return DATE_KEYS.search(key) is not None and (dated or counted)

    return json_leaves(fits, lambda value: text if isinstance(value, str) else seconds)


def _first(rows: Any) -> Any:
    parts = rows if isinstance(rows, list) else list(rows.values())
    return next((part for part in parts if isinstance(part, dict)), None)


def long_text(rows: Any) -> None:
    """A megabyte of text in the description of one record."""
    row = _first(rows)
    if row is not None:
        row["description"] = "W" * 2**20


def long_key(rows: Any) -> None:
    """A key of a megabyte in one record."""
    row = _first(rows)
    if row is not None:
        row["k" * 2**20] = 1


def many_keys(rows: Any) -> None:
    """Ten thousand keys that nobody knows in one record."""
    row = _first(rows)
    if row is not None:
        row.update({f"key {number}": number for number in range(10_000)})


def id_objects(rows: Any) -> None:
    """One more record whose id is an object, one whose id is a number, and some that are no records."""
    if isinstance(rows, list):
        rows.extend([{**rows[-1], "id": {"a": 1}}, {**rows[-1], "id": 7.5}, None, 7, "x", []])
    else:
        rows.update({"odd-1": None, "odd-2": 7, "odd-3": "x", "odd-4": []})


def of_another(good: Good) -> Reply | None:
    """What another source answers with a body of the same kind."""
    for other in good_night().values():
        if other.source != good.source and other.kind == good.kind and not other.behind:
            return Reply(other.body, headers={"Content-Type": other.content_type})
    return None


def _paged(path: str, good: Good, following: str, total: int) -> Reply | None:
    """A list that says where its next page is, and how many there are."""
    if good.kind != "json" or good.behind:
        return None
    answer = loaded(good)
    if path.startswith("/openrouter.ai/api/v1/models?"):
        answer["links"] = {"next": following}
        answer["total_count"] = total
    elif path.startswith("/302.ai/api"):
        answer["data"]["total_count"] = total
    else:
        return None
    return Reply(written(answer))


def more_pages(path: str, good: Good) -> Reply | None:
    """A list that promises a page that is not there."""
    return _paged(path, good, "/api/v1/models?output_modalities=all&offset=500", 500)


def round_pages(path: str, good: Good) -> Reply | None:
    """A list whose next page is itself."""
    return _paged(path, good, "/api/v1/models?output_modalities=all", 5)


def pages_elsewhere(path: str, good: Good) -> Reply | None:
    """A list whose next page is at another host."""
    return _paged(path, good, "https://evil.example/api/v1/models?offset=5", 500)
