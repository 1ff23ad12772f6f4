"""A walk over a published folder that asks of every displayed value which claim, answer and time it comes from.

Each value on a model page and in the JSON must name its receipt; the receipt must be a claim of the published
database, seen in an answer of that address at that time; and the archived answer, read again, must say so.
"""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from catalog.addresses import api_file, folder
from catalog.audit.check import check
from catalog.audit.rereading import Rereading
from catalog.audit.sample import Published
from catalog.entries import CLAIM_COLUMNS, Claimed, claimed, own_id
from catalog.render.formats import NOT_RATED, UNKNOWN, bare_name, moment, price, short_count
from catalog.render.linked import of_the_web
from catalog.render.offer_rows import markup_short
from catalog.resources import resource
from catalog.seed import Seed
from catalog.values import typed
from scraper.attributes import ATTRIBUTES, DYNAMIC, Kind
from scraper.snapshots import Archive, Sighting, Snapshot
from scraper.sources import sources
from tests.displayed import Receipt, is_cut, line_receipt, printable, reads, receipts_beside, squeezed

OF_A_MODEL = frozenset(
    {"id", "author", "status", "source_type", "match_confidence", "first_seen", "last_seen", "price_state", "page"}
)
"""What the catalog itself says of a model: made from ids, records and judgements, not claimed by anybody."""
OF_AN_OFFER = frozenset(
    {
        "id", "model_id", "source", "record", "price_state", "observed_at", "valid_from", "receipt", "claims",
        "maker_offer", "maker_observed_at", "markup_input", "markup_output", "attribution",
    }
)  # fmt: skip
OF_A_RATING = frozenset(
    {"source", "record", "observed_at", "model_id", "setting", "level", "receipt", "claims", "attribution"}
)
KINDS = frozenset({"list", "alias", "endpoint", "direct"})
"""Kinds of an offer that follow from the kind of its record; a variant is claimed."""
SECTIONS = frozenset(
    {
        "fields", "offers", "scores", "matches", "meant", "kin", "artifacts", "raw", "disagreements", "corrections",
        "history", "listed", "gone", "$schema",
    }
)  # fmt: skip
NOTHING = frozenset({UNKNOWN, NOT_RATED})
"""What is displayed where nothing is known."""
RENAMED = {"context_length": "context_listed"}
SOLD = ("input_usd_per_mtok", "output_usd_per_mtok")
VALUES = "dd.value, td.n, td.terms li b, [data-field]"
"""Where a model page displays values."""


class Walk:
    """Goes through a published folder and keeps count; `faults` are values without a sound receipt, in words."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.met: set[Claimed] = set()
        with closing(sqlite3.connect(site / "catalog.db")) as db:
            rows = db.execute(f"select {CLAIM_COLUMNS} from claims")
            self._claims = {(c.source, c.record, c.field, c.first_observed): c for c in map(claimed, rows)}
            self._answers = set(db.execute("select sha256, url, fetched_at from snapshots where state = 'accepted'"))
            self._records = {
                (source, record): place
                for source, record, *place in db.execute("select source, record, snapshot, pointer from records")
            }
            self._stays = set(db.execute("select first_seen, last_seen, gone_at from presence"))
            self._kin = set(db.execute("select model_id, other_id, relation, why from kin"))
        self._digests = {answer[0] for answer in self._answers}
        self._places: dict[tuple[str, str], list[Claimed]] = defaultdict(list)
        for claim in self._claims.values():
            self._places[claim.snapshot, claim.pointer].append(claim)
        self._standing_at: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (_, record), (snapshot, pointer) in self._records.items():
            self._standing_at[snapshot, pointer].append(printable(record))

    @property
    def claims(self) -> Iterable[Claimed]:
        """Every claim of the published database."""
        return self._claims.values()

    def all_json(self) -> None:
        """Every JSON file of the folder."""
        models = {}
        for path in sorted((self.site / "models").rglob("index.json")):
            document = _read(path)
            if "renamed_to" in document:
                continue
            models[document["id"]] = document
            self.model(document)
            twin = _read(self.site / "api/v1/models" / api_file(document["id"]))
            told = {name: value for name, value in document.items() if name != "raw"}
            if twin != {**told, "$schema": twin["$schema"]}:
                self.faults.append(f"{document['id']}: its two JSON files differ")
        for row in _read(self.site / "api/v1/models/all.json")["models"]:
            self._listed(row, models[row["id"]])
        for row in _read(self.site / "api/v1/disagreements.json")["disagreements"]:
            self._disagreement(f"disagreement {row['model_id']}", row)
        said: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        for claim in self._claims.values():
            said[claim.source, claim.record, claim.field].append(claim)
        for change in _read(self.site / "api/v1/changes.json")["changes"]:
            self._change(change, said)

    def model(self, document: Mapping[str, Any]) -> None:
        """The JSON of one model."""
        where = document["id"]
        for name, value in document.items():
            if name not in SECTIONS | OF_A_MODEL and document["fields"].get(name, {}).get("value") != value:
                self._is_our_own_name(where, name, document)
        for name, field in document["fields"].items():
            self._of_field(where, name, field)
        for section, ours in (("offers", OF_AN_OFFER), ("scores", OF_A_RATING)):
            for row in document[section]:
                self._row(f"{where} {section}", row, ours)
        for match in document["matches"]:
            self._record(f"{where} matches", match)
        for row in document["meant"]:
            for name, column in (("release", "canonical_slug"), ("listed_at",) * 2, ("hugging_face_id",) * 2):
                if row[name] is not None:
                    told = "alias_target" if name == "release" and "alias_target" in row["claims"] else column
                    self._claimed(f"{where} meant", told, row[name], row, {**row["receipt"], **row["claims"][told]})
        for row in document["kin"]:
            self._sound(f"{where} kin", (row["model_id"], row["other_id"], row["relation"], row["why"]) in self._kin)
        for row in document["artifacts"]:
            self._weights(f"{where} artifacts", row)
        for row in document["disagreements"]:
            self._disagreement(f"{where} disagreements", row)
        self._past(where, document)

    def _past(self, where: str, document: Mapping[str, Any]) -> None:
        """What was published when: each value a claim, each stay in a list one of the record's."""
        for name, spans in document["history"].items():
            for span in spans:
                self._claimed(f"{where} history", name, span["value"], span, span)
        for stay in document["listed"]:
            told = (stay["first_seen"], stay["last_seen"], stay["gone_at"])
            self._sound(f"{where} listed: {told} is no stay of a record", told in self._stays, "stays")
        for lead in document["gone"]["leads"] if document["gone"] else ():
            if lead["claim"] is not None:
                self._claimed(f"{where} gone", lead["relation"], lead["claim"]["value"], lead["claim"], lead["claim"])

    def page(self, path: Path) -> None:
        """One model page."""
        where = path.relative_to(self.site).as_posix()
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        known = {str(tag["data-field"]) for tag in soup.select("dd.value[data-field]") if tag.text not in NOTHING}
        for tag in soup.select(VALUES):
            if tag.find_parent("section", attrs={"aria-labelledby": "disputes"}) or tag.find_parent(class_="past"):
                continue
            if "data-field" not in tag.attrs:
                self._sound(f"{where}: {tag.text.strip()!r} is shown and names no field", False)
                continue
            for field in str(tag["data-field"]).split():
                self._shown(where, field, tag)
        self._twin(where, (path.parent / "index.md").read_text(encoding="utf-8"))
        document = _read(path.parent / "index.json")
        self._offers(where, soup, document)
        self._peers(where, soup)
        self._disputes(where, soup, document)
        self._table_of_the_past(where, soup, document)
        for lead in soup.select("p.lead, .alert [data-fields]"):
            for field in str(lead["data-fields"]).split():
                self._sound(f"{where}: the lead speaks of {field}, which has no receipt", field in known)
        for told in soup.select('[data-of="record"]'):
            self._standing(where, told)

    def _offers(self, where: str, soup: BeautifulSoup, document: Mapping[str, Any]) -> None:
        """Each offer has its row, with a receipt for each of its values; what is said of its price follows from it."""
        rows = {str(row["data-id"]): row for row in soup.select('section[aria-labelledby="offers"] tbody tr')}
        self._sound(f"{where}: not the offers of the JSON", rows.keys() == {one["id"] for one in document["offers"]})
        for offer in document["offers"]:
            row = rows[offer["id"]]
            backed = {str(line["data-of"]) for line in row.select("[data-of]")}
            self._sound(f"{where}: {offer['id']} lacks receipts", backed == set(offer["claims"]), "offers")
            shares = (None if offer[name] is None else str(offer[name]) for name in ("markup_input", "markup_output"))
            told = "".join(tag.text for tag in row.select("[data-markup]"))
            self._sound(f"{where}: {offer['id']} is not {told!r} over the maker's", told == markup_short(*shares))
            maker = offer["maker_offer"]
            self._sound(f"{where}: no row of {maker}", not told or "maker" in rows[maker].select("th")[0].text)
        for tag in soup.select("[data-best]"):
            field = str(tag["data-best"]).replace("context_listed", "context_served")
            shown = [cell.text.strip() for cell in soup.select(f'#offers ~ table [data-field="{field}"]')]
            amounts = re.findall(r"\$[\d.,]+|\d[\d.]*[KM]", tag.text)
            self._sound(f"{where}: no offer says {tag.text!r}", set(amounts) <= set(shown), "best")
        cheapest = [row for row in rows.values() if row.select_one("th b.tag")]
        for row in cheapest:
            costs = [_blended(one) for one in rows.values() if not one.find_parent("details")]
            least = min(cost for cost in costs if cost)
            self._sound(f"{where}: a cheaper offer than {row['data-id']}", (_blended(row) or 0) >= least, "cheapest")

    def _peers(self, where: str, soup: BeautifulSoup) -> None:
        """Other models that a page compares with: what is told of each stands on its own page, with its receipt."""
        for row in soup.select("tr[data-model]"):
            document = _read(self.site / "models" / folder(str(row["data-model"])) / "index.json")
            told = {str(tag["data-peer"]): tag.text for tag in row.select("[data-peer]")}
            rating = told.pop("rating")
            rated = any(rating == str(round(float(score["rating"]))) for score in document["scores"])
            sold = any(
                all(price(str(offer[name])) == text for name, text in told.items()) for offer in document["offers"]
            )
            self._sound(f"{where}: {row['data-model']} is not said to be {rating}, {told}", rated and sold, "peers")
            link = row.select_one("a")
            if link is not None:
                led = (self.site / where).parent / str(link["href"]) / "index.json"
                self._sound(f"{where}: {link['href']} leads elsewhere", _read(led)["id"] == row["data-model"])

    def _disputes(self, where: str, soup: BeautifulSoup, document: Mapping[str, Any]) -> None:
        """Who says otherwise, as the page shows it: each stands in the JSON, with its receipt."""
        known = {
            (said["source"], printable(said["record"]), moment(said["since"]).text)
            for row in document["disagreements"]
            for said in row["said"]
        }
        known |= {
            (claim["source"], printable(claim["record"]), moment(claim["first_observed"]).text)
            for field in document["fields"].values()
            for claim in field["claims"]
        }
        for side in soup.select('section[aria-labelledby="disputes"] td.terms li, dd.why > ul.kin li'):
            record = side.select_one("code")
            right = record is not None and any(record.text == of and since in side.text for _, of, since in known)
            self._sound(f"{where}: {side.text.strip()[:80]!r} is no side of a disagreement", right, "disputes")

    def _table_of_the_past(self, where: str, soup: BeautifulSoup, document: Mapping[str, Any]) -> None:
        """Each row of the past tells the values of the JSON for its time, and the answers they were last seen in."""
        for row in soup.select("table.past tbody tr"):
            times = [str(time["datetime"]) for time in row.select("th time, td:nth-child(2) time")]
            links = {(str(a["href"]), str(time["datetime"])) for a in row.select("a") if (time := a.select_one("time"))}
            backed = set()
            for cell in row.select("[data-past]"):
                field = str(cell["data-past"])
                span = span_at(document["history"].get(field, ()), times[0], [*times, None][1])
                shown = UNKNOWN if span is None else past_text(field, span)
                self._sound(f"{where}: {field} was not {cell.text!r} from {times}", cell.text == shown, "past")
                backed |= {(span["url"], span["fetched_at"])} if span else set()
            self._sound(f"{where}: the values from {times} are not backed by {links}", backed == links, "past")

    def _twin(self, where: str, text: str) -> None:
        """The page as Markdown: each fact names its source, time, place and answer, each offer its answers."""
        tables = {title: body for title, _, body in (part.partition("\n") for part in text.split("\n## "))}
        for row in re.findall(r"^\| (?!Field|Seller|-)(.*) \|$", tables["Facts"], re.MULTILINE):
            label, value, *receipt, snapshot = row.split(" | ")
            right = value in NOTHING or (all(receipt[:2]) and bool(receipt[3]) and snapshot in self._digests)
            self._sound(f"{where}: {label} has no receipt in Markdown", right, "markdown")
        for row in re.findall(r"^\| (?!Field|Seller|-)(.*) \|$", tables["Offers"], re.MULTILINE):
            told = re.search(r", snapshot ([0-9a-f]{64}): ", row)
            right = told is not None and told[1] in self._digests
            self._sound(f"{where}: an offer has no receipt in Markdown: {row[:60]}", right, "markdown")

    def reread(self, data: Path) -> None:
        """Read the archived answers again for every claim that was met."""
        archive, readers = Archive(data / "archive"), sources()
        ordered = sorted(self.met, key=lambda claim: (claim.source, claim.snapshot, claim.record, claim.field))
        for source, group in groupby(ordered, lambda claim: claim.source):
            claims = list(group)
            seed = Seed(resource("data/seed"), source)
            load = partial(_load, seed, archive)
            sightings = [*seed.sightings, *archive.sightings(source)]
            rereading = Rereading(readers[source], sightings, load, {claim.record for claim in claims})
            for claim in claims:
                found = check(Published("", claim.record, claim.field, claim.value, source, claim), rereading)
                told = f"{source} {claim.record} {claim.field}: {found.outcome} {found.part} {found.detail}"
                self._sound(f"{told} {found.expected!r} {found.found!r}"[:300], found.right, "reread")

    def _sound(self, told: str, right: bool, kind: str = "") -> None:
        self.counts[kind or "values"] += 1
        if not right:
            self.faults.append(told)

    def _of_field(self, where: str, name: str, field: Mapping[str, Any]) -> None:
        chosen = field["claims"][0]
        if name != "name":  # which may be without its variant in brackets
            self._sound(f"{where} {name}: not what its claim says", field["value"] == chosen["value"], "chosen")
        for claim in field["claims"]:
            self._claimed(f"{where} fields", name, claim["value"], claim, claim)

    def _is_our_own_name(self, where: str, name: str, document: Mapping[str, Any]) -> None:
        """A name that nobody claims is the last part of the id."""
        self._sound(f"{where} {name}: no receipt", name == "name" and where.endswith(f"/{document['name']}"))

    def _row(self, where: str, row: Mapping[str, Any], ours: frozenset[str]) -> None:
        """An offer or a rating: each of its columns is ours, or claimed."""
        own = {row["source"], row["record"], own_id(row["record"])}
        for column, value in row.items():
            claim = row["claims"].get(column)
            if claim is not None:
                field = claim.get("field", column)
                self._claimed(f"{where} {row['record']}", field, value, row, {**row["receipt"], **claim})
            elif column not in ours and value not in (None, [], "") and not (
                (column in ("provider", "wire_id", "via") and value in own) or (column == "kind" and value in KINDS)
            ):  # fmt: skip
                self._sound(f"{where} {row['record']} {column}: no receipt", False)

    def _claimed(
        self, where: str, field: str, value: Any, named: Mapping[str, Any], receipt: Mapping[str, Any]
    ) -> None:
        """A value of JSON and its receipt are a claim, in an answer of that address and time."""
        claim = self._claims.get((named["source"], named["record"], field, receipt["first_observed"]))
        told = f"{where} {field}"
        if claim is None:
            self._sound(f"{told}: no such claim", False)
            return
        self.met.add(claim)
        said = (claim.original, claim.pointer, claim.snapshot, claim.last_observed)
        right = said == tuple(receipt[name] for name in ("original", "pointer", "snapshot", "fetched_at"))
        value = receipt.get("corrected", {"upstream": value})["upstream"]
        right &= typed(field, claim.value) == value or (value is None and claim.value == DYNAMIC)
        answer = (receipt["snapshot"], receipt["url"], receipt["fetched_at"])
        self._sound(f"{told}: {value!r} is not what the claim says", right and answer in self._answers)

    def _disagreement(self, where: str, row: Mapping[str, Any]) -> None:
        for said in row["said"]:
            receipt = {**said, "first_observed": said["since"], "fetched_at": said["last"]}
            self._claimed(where, row["field"], said["value"], said, receipt)

    def _change(self, change: Mapping[str, Any], said: Mapping[tuple[str, str, str], list[Claimed]]) -> None:
        """Its answer is one of that time, and both values are claims: the new one is first observed there."""
        where = f"change {change['at']} {change['record']} {change['kind']} {change['field']}"
        if change["by"] == "source":
            answer = (change["snapshot"], change["url"], change["at"])
            self._sound(f"{where}: no such answer", answer in self._answers, "changes")
        field = change["field"]
        if field not in (None, "id"):
            claims = said[change["source"], change["record"], field]
            ours = change["by"] == "atlas"
            for value, at in ((change["old"], None), (None if ours else change["new"], change["at"])):
                found = any(
                    value in (typed(field, claim.value), claim.value) and at in (None, claim.first_observed)
                    for claim in claims
                )
                self._sound(f"{where}: nobody says {value}", value is None or found, "changes")

    def pages_of_changes(self) -> None:
        """The pages of days tell what is in the JSON, each row with its answer: no more and no less."""
        told = {
            (
                change["at"],
                "corrections" if change["by"] == "atlas" else change["kind"],
                squeezed(printable(change["wire_id"] or change["record"])),
                change["snapshot"],
                of_the_web(change["url"] or ""),
            )
            for change in _read(self.site / "api/v1/changes.json")["changes"]
        }
        shown = {row for page in (self.site / "changes").glob("20*/index.html") for row in _rows_of_changes(page)}
        for row in told ^ shown:
            self._sound(f"{row}: is told in one place only", False)
        self.counts["pages of changes"] += len(shown)

    def pages_of_lists(self) -> None:
        """Labs, sellers and the list of all models show each model and each offer once, with its own values."""
        models = {row["id"]: row for row in _read(self.site / "api/v1/models/all.json")["models"]}
        self._same("labs", Counter(map(_listed_model, models.values())), self._rows_of("labs", "section"))
        with closing(sqlite3.connect(self.site / "catalog.db")) as db:
            sql = f"select provider, wire_id, {', '.join(SOLD)}, price_state, context_served from offers"
            offers = Counter(_sold(*row) for row in db.execute(sql))
        self._same("providers", offers, self._rows_of("providers", "section"))
        soup = BeautifulSoup((self.site / "a-z/index.html").read_text(encoding="utf-8"), "html.parser")
        names = Counter((str(a["href"]), squeezed(a.text)) for a in soup.select(".names a"))
        told = Counter((f"../{row['page']}", squeezed(bare_name(row["name"]))) for row in models.values())
        self._same("a-z", Counter({(unquote(href), name): n for (href, name), n in names.items()}), told)

    def _rows_of(self, folder: str, part: str) -> Counter[tuple[str, ...]]:
        """The first table of each page below a folder: the page's own name, then the id and the numbers of a row."""
        found: Counter[tuple[str, ...]] = Counter()
        for page in (self.site / folder).glob("*/**/index.html"):
            soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
            own, table = soup.select_one(".intro code"), soup.select_one(f"{part} table")
            assert own is not None and table is not None
            for row in table.select("tbody tr"):
                cells = {str(td["data-label"]): td for td in row.select("td")}
                code = row.select_one("th code")
                shown = [cells[label].find(string=True) for label in ("Input", "Output", "Context")]
                found[own.text, squeezed(code.text if code else ""), *(str(text).strip() for text in shown)] += 1
        return found

    def _same(self, where: str, told: Counter[tuple[str, ...]], shown: Counter[tuple[str, ...]]) -> None:
        self.counts[where] += shown.total()
        for row in (told - shown) + (shown - told):
            self._sound(f"{where}: {row} is told in one place only", False)

    def _record(self, where: str, match: Mapping[str, Any]) -> None:
        place = [match["snapshot"], match["pointer"]]
        right = self._records.get((match["source"], match["record"])) == place
        answer = (match["snapshot"], match["url"], match["fetched_at"])
        self._sound(f"{where} {match['record']}: no such record", right and answer in self._answers, "records")

    def _weights(self, where: str, row: Mapping[str, Any]) -> None:
        claimed_by = {(claim["source"], claim["record"]) for claim in row["claims"]}
        for claim in row["claims"]:
            self._claimed(where, "hugging_face_id", claim["value"], claim, claim)
        for source, record in row["records"]:
            own = source == "huggingface" and (source, record) in self._records
            right = own or (source, record) in claimed_by
            self._sound(f"{where}: nothing says that {record} names {row['hugging_face_id']}", right)

    def _listed(self, row: Mapping[str, Any], document: Mapping[str, Any]) -> None:
        """A row of `all.json`: each value is a resolved field of the model, a rank, or ours."""
        for name, value in row.items():
            field = document["fields"].get(RENAMED.get(name, name))
            if name == "arena_rank":
                right = value is None or any(score["rank"] == value for score in document["scores"])
            elif name in OF_A_MODEL:
                right = name == "page" or document[name] == value
            else:
                right = value in (None, []) or value == (field["value"] if field else document.get(name))
            self._sound(f"all.json {row['id']} {name}: {value!r} has no receipt", right)

    def _shown(self, where: str, field: str, tag: Tag) -> None:
        """A value on a page has its receipt in its own row, and says what the claim says."""
        text = squeezed(tag.text)
        if text in NOTHING or (field in ("low", "high", "rank", "votes") and text == "—"):
            return
        found = list(receipts_beside(tag, field))
        if not found:
            self._sound(f"{where}: {field} {text!r} has no receipt", False)
            return
        for number, receipt in enumerate(found):
            claim = self._claim_of(receipt, field)
            told = f"{where}: {field} {text!r}: "
            if claim is None:
                self._sound(f"{told}{receipt} is no claim of an answer that we hold", False)
                continue
            self.met.add(claim)
            self._sound(f"{told}the claim is {claim.value!r}", number > 0 or reads(claim, text))

    def _claim_of(self, receipt: Receipt, field: str) -> Claimed | None:
        names = {field, *_NAMES.get(field, ())}
        for claim in self._places.get((receipt.snapshot, receipt.pointer), ()):
            times = (claim.first_observed, claim.last_observed) == (receipt.since, receipt.observed)
            if claim.field in names and times and is_cut(receipt.original, claim.original):
                answer = (claim.snapshot, receipt.url, claim.last_observed)
                return claim if answer in self._answers else None
        return None

    def _standing(self, where: str, told: Tag) -> None:
        receipt = line_receipt(told)
        label = told.select_one("dt")
        record = label.text if label else ""
        right = record in self._standing_at.get((receipt.snapshot, receipt.pointer), ())
        right &= (receipt.snapshot, receipt.url, receipt.observed) in self._answers
        self._sound(f"{where}: the record {record!r} does not stand there", right, "records")


def span_at(spans: Iterable[Mapping[str, Any]], since: str, until: str | None) -> Mapping[str, Any] | None:
    """What was published all the time from one moment to another."""
    ends = until or "9"
    return next((span for span in spans if span["since"] <= since and ends <= (span["until"] or "9")), None)


def _blended(row: Tag) -> Decimal | None:
    """A row's price of three tokens in and one out; None where either is no amount of dollars."""
    cells = [row.select_one(f'[data-field="{name}_usd_per_mtok"]') for name in ("input", "output")]
    amounts = [re.fullmatch(r"\$([\d.,]+)", cell.text.strip()) for cell in cells if cell]
    given, got = (Decimal(found[1].replace(",", "")) if found else None for found in amounts)
    return None if given is None or got is None else 3 * given + got


def past_text(field: str, span: Mapping[str, Any]) -> str:
    """A value of the past as a page shows it, with its mark."""
    value = span["value"]
    priced = ATTRIBUTES[field].kind is Kind.PRICE
    text = price("dynamic" if value is None else str(value)) if priced else f"{value:,}"
    mark = "held" if span["held_by"] else "corrected" if "corrected" in span else ""
    return f"{text} {mark}".strip()


_NAMES = {
    "arena_rank": ("rank",),
    "low": ("rating_low",),
    "high": ("rating_high",),
    "published": ("published_at",),
    "context_served": ("context_listed",),
}
"""Fields that a marked value may be read from, where they are called otherwise."""


def _rows_of_changes(page: Path) -> Iterator[tuple[str, str, str, str | None, str]]:
    """Of each row its time, the part of the page, the id, the snapshot and the address."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for row in soup.select("tbody tr"):
        part, shown_by = row.find_parent("section"), row.select("td")[-1]
        digest, link = shown_by.select_one("code"), shown_by.select_one("a")
        yield (
            str(row.select("time")[0]["datetime"]),
            str(part["aria-labelledby"]) if part else "",
            squeezed(row.select("th code")[0].text),
            str(digest["title"]) if digest else None,
            str(link["href"]) if link else "",
        )


def _listed_model(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row of `all.json` as its lab's page shows it."""
    prices = (row[name] for name in SOLD)
    shown = (price(None if told is None else str(told), row["price_state"]) for told in prices)
    return (printable(row["author"]), squeezed(row["id"]), *shown, short_count(row["context_length"]))


def _sold(provider: str, wire_id: str, input_: str, output: str, state: str, context: int | None) -> tuple[str, ...]:
    """An offer as its seller's page shows it."""
    prices = (price(told, state) for told in (input_, output))
    return (printable(provider), squeezed(wire_id), *prices, short_count(context))


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes(), parse_float=Decimal)


def _load(seed: Seed, archive: Archive, sighting: Sighting) -> Snapshot:
    return seed.snapshot(sighting) if sighting.seed else archive.snapshot(sighting)


def model_pages(site: Path) -> Iterable[Path]:
    """Every page of a model: those of other ids only lead to one."""
    found = (site / "models").rglob("index.json")
    return sorted(path.parent / "index.html" for path in found if "renamed_to" not in _read(path))
