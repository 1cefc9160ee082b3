#!/usr/bin/env python3
"""Verifies archives of appraisal rounds (.zyarchive), format 1.

Written from docs/formats/zyarchive-1.md alone, so that nobody has to trust one program. It needs Python 3.9 and the
package `cryptography`; it reads a file once, line by line, and keeps no ballot.

Exit codes: 0 the file stands, 1 it is refused, 2 it cannot be judged.
"""

import argparse
import hashlib
import json
import re
import sys
from datetime import date

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.hashes import SHA384
except ImportError:
    print("zyverify needs the Python package `cryptography` (pip install cryptography)", file=sys.stderr)
    sys.exit(2)

MAGIC = b"zhengyou-archive/1\n"
LONG_LINE = 64 * 1024 * 1024
LINE = 1024 * 1024
LIMIT = 1 << 53
DEEPEST = 64
ORDER = [
    "head", "keys", "panel", "batch", "token_key", "spent", "token", "ballot", "root", "release", "step", "end",
]
ONCE = {"head", "keys", "root", "release", "end"}
MILESTONES = ["announced", "issuing", "opened", "ended", "sealed", "published"]
STEPS = [
    "magic", "form", "digest", "signature", "opening", "keys", "panels", "spent-order", "token-keys",
    "token-order", "token-signatures", "token-counts", "ballot-order", "root", "counts", "release", "openings", "tally",
]
OF_TOKENS = {"token-keys", "token-order", "token-signatures", "token-counts"}
OF_AUDITORS = {"openings", "tally"}
EVIDENCE = ["printed-root", "printed-opening-hash", "countersignature", "receipt", "returned-slip", "second-archive"]
NEEDS = {
    "magic": [],
    "form": ["magic"],
    "keys": ["opening"],
    "panels": ["opening"],
    "token-keys": ["opening", "panels"],
    "token-signatures": ["opening", "panels", "token-keys"],
    "token-counts": ["opening", "panels", "token-keys"],
    "counts": ["opening", "panels"],
    "release": ["opening", "panels"],
    "openings": ["opening", "panels"],
    "tally": ["opening", "panels", "release", "openings"],
}
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WHITE = (
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
HYPHENS = "-_\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\u200b\u200c\u200d\ufeff"
TYPED = 64 * 1024
# What stands before and after the modulus of 3072 bits in a key of tokens.
SPKI = bytes.fromhex("308201a2300d06092a864886f70d01010105000382018f003082018a0282018100")
EXPONENT = bytes.fromhex("0203010001")

FIELD = 2**255 - 19
GROUP = 2**252 + 27742317777372353535851937790883648493


class Refused(Exception):
    """A step that does not hold, with the reason."""


class Unjudged(Exception):
    """Nothing that could be judged."""


def hold(condition, reason):
    if not condition:
        raise Refused(reason)


def sha256(data):
    return hashlib.sha256(data).digest()


# Ed25519


def small_order_ys():
    """The y coordinates of the eight points of small order, computed from the curve's equation."""
    # -x^2 + y^2 = 1 + d x^2 y^2. A point of order eight doubles to one with y = 0, that is x^2 = -y^2.
    # Put in: 2 y^2 = 1 - d y^4, so d z^2 + 2 z - 1 = 0 for z = y^2.
    d = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
    root = square_root((4 + 4 * d) % FIELD)
    ys = {0, 1, FIELD - 1}
    for sign in (root, FIELD - root):
        z = (sign - 2) * pow(2 * d, FIELD - 2, FIELD) % FIELD
        y = square_root(z)
        if y is not None:
            ys |= {y, FIELD - y}
    return ys


def square_root(number):
    """A square root modulo 2^255 - 19, or None."""
    root = pow(number, (FIELD + 3) // 8, FIELD)
    if root * root % FIELD != number % FIELD:
        root = root * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    return root if root * root % FIELD == number % FIELD else None


SMALL_ORDER = small_order_ys()


def is_small(point):
    return (int.from_bytes(point, "little") & (2**255 - 1)) % FIELD in SMALL_ORDER


def is_signed(key, message, signature):
    """Whether a signature fits, checked strictly."""
    if is_small(key) or is_small(signature[:32]) or int.from_bytes(signature[32:], "little") >= GROUP:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# RSA-PSS


def token_key(spki):
    """The key of a sheet's tokens, which has one form."""
    modulus = spki[len(SPKI):-len(EXPONENT)]
    is_key = spki.startswith(SPKI) and spki.endswith(EXPONENT) and modulus[0] >= 0x80 and modulus[-1] % 2
    hold(is_key, "no key of tokens")
    return RSAPublicNumbers(65537, int.from_bytes(modulus, "big")).public_key()


def is_signed_token(key, message, signature):
    try:
        key.verify(signature, message, PSS(MGF1(SHA384()), 48), SHA384())
    except (InvalidSignature, ValueError):
        return False
    return True


# JSON


def no_float(text):
    raise ValueError("a number that is not whole: " + text)


def whole(text):
    if len(text) > 17 or text == "-0" or abs(int(text)) >= LIMIT:
        raise ValueError("a number out of range")
    return int(text)


def no_duplicates(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def parse(text):
    """A JSON value that every reader reads alike; ValueError otherwise."""
    try:
        return json.loads(
            text, object_pairs_hook=no_duplicates, parse_float=no_float, parse_int=whole, parse_constant=no_float
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def stored(text):
    """A declaration or a release: besides, not too deep and without half surrogates."""
    whole_value = parse(text)
    waiting = [(whole_value, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, (dict, list)):
            if depth >= DEEPEST:
                raise ValueError("nested too deeply")
            inner = list(value.values()) + list(value) if isinstance(value, dict) else value
            waiting.extend((one, depth + 1) for one in inner)
        elif isinstance(value, str):
            value.encode("utf-8")
    return whole_value


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


# The fields of lines


def a_count(value):
    return type(value) is int and 0 <= value < LIMIT


def a_number(value):
    return type(value) is int and 0 <= value < 2**32


def a_count_or_null(value):
    return value is None or a_count(value)


def a_text(value):
    return isinstance(value, str)


def bytes_of(length):
    pattern = re.compile("[0-9a-f]{%d}" % (2 * length))
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def one_of(*words):
    return lambda value: isinstance(value, str) and value in words


def some_bytes(value):
    return isinstance(value, str) and re.fullmatch("([0-9a-f]{2})*", value) is not None


def positions(value):
    return isinstance(value, list) and all(a_count(one) for one in value)


def a_day(value):
    if not (isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        return False
    try:
        date(int(value[:4]), int(value[5:7]), int(value[8:]))
    except ValueError:
        return False
    return True


SIGNATURE = {"key": bytes_of(32), "signature": bytes_of(64)}


def has_fields(value, fields):
    return isinstance(value, dict) and value.keys() == fields.keys() and all(fields[key](value[key]) for key in fields)


def signature_list(value):
    return isinstance(value, list) and all(has_fields(one, SIGNATURE) for one in value)


FIELDS = {
    "head": {
        "kind": one_of("public", "auditor"), "round": bytes_of(16), "declaration": a_text, "opening_hash": bytes_of(32)
    },
    "keys": {"signing": bytes_of(32)},
    "panel": {"sheet": a_number, "roll": a_count_or_null, "layout": a_text, "objects": positions},
    "batch": {
        "number": a_number, "sheet": a_number, "channel": one_of("slips", "tablet", "paper"), "printed": a_count,
        "handed_out": a_count_or_null, "returned": a_count_or_null, "missing": a_count_or_null, "spent": a_count,
        "invalid": a_count, "standing": one_of("valid", "void"),
    },
    "token_key": {
        "sheet": a_number, "public_key": bytes_of(422), "standing": one_of("valid", "retired"), "issued": a_count,
        "spent": a_count, "unspent": a_count,
    },
    "spent": {"hash": bytes_of(32)},
    "token": {
        "hash": bytes_of(32), "sheet": a_number, "serial": bytes_of(32), "prefix": bytes_of(32),
        "signature": bytes_of(384),
    },
    "root": {"ballots": a_count, "root": bytes_of(32)},
    "release": {"text": a_text},
    "step": {"step": one_of(*MILESTONES), "day": a_day},
    "end": {"sha256": bytes_of(32), "signatures": signature_list},
}
BALLOT = {
    "public": {"key": bytes_of(32)},
    "auditor": {"key": bytes_of(32), "sheet": a_number, "nonce": bytes_of(32), "answers": some_bytes},
}


class Lines:
    """The lines of a file, one by one: magic, form, order, limits, and the digest as it goes by."""

    def __init__(self, file):
        self.file = file
        self.number = 1
        self.hash = hashlib.sha256(MAGIC)
        self.magic = file.read(len(MAGIC)) == MAGIC
        self.kind = None

    def __iter__(self):
        before, milestone = None, -1
        while before != "end":
            self.number += 1
            limit = LONG_LINE if before in (None, "root") else LINE
            raw = self.file.readline(limit)
            hold(raw.endswith(b"\n"), "the file is cut off, or a line is too long")
            line = self.line(raw[:-1])
            name = line["line"]
            self.in_order(before, name)
            if name == "head":
                self.kind = line["kind"]
            if name == "step":
                hold(MILESTONES.index(line["step"]) > milestone, "steps out of order")
                milestone = MILESTONES.index(line["step"])
            if name != "end":
                self.hash.update(raw)
            before = name
            if name == "end":
                hold(self.file.read(1) == b"", "something follows the last line")
            yield line

    def line(self, raw):
        try:
            value = parse(raw.decode("utf-8"))
            hold(isinstance(value, dict), "no object")
            hold(canonical(value) == raw, "another form than the only one")
        except ValueError as error:
            raise Refused("no line: %s" % error) from None
        name = value.get("line")
        hold(isinstance(name, str) and name in ORDER, "an unknown type of line")
        fields = BALLOT.get(self.kind, BALLOT["public"]) if name == "ballot" else FIELDS[name]
        rest = {key: value[key] for key in value if key != "line"}
        hold(has_fields(rest, fields), "a field is missing, unknown or out of range")
        return value

    @staticmethod
    def in_order(before, name):
        rank = ORDER.index(name)
        last = -1 if before is None else ORDER.index(before)
        if rank == last:
            hold(name not in ONCE, "a line stands twice")
        else:
            hold(rank > last, "a line out of order")
            hold(not any(ORDER[between] in ONCE for between in range(last + 1, rank)), "a line is missing")


class Tree:
    """The root of a tree that takes its leaves one by one (RFC 6962)."""

    def __init__(self):
        self.leaves = 0
        self.peaks = []

    def push(self, leaf):
        node, size = sha256(b"\0" + leaf), 1
        while self.peaks and self.peaks[-1][1] == size:
            node, size = sha256(b"\1" + self.peaks.pop()[0] + node), 2 * size
        self.peaks.append((node, size))
        self.leaves += 1

    def root(self):
        if not self.peaks:
            return sha256(b"")
        node = self.peaks[-1][0]
        for left, _ in reversed(self.peaks[:-1]):
            node = sha256(b"\1" + left + node)
        return node


# Declaration and release


def take(value, shape):
    """Checks a stored value against a shape; ValueError where it has another.

    A shape is a type word, a list with one shape, or a dictionary of keys; a key that ends in `?` may be absent or null.
    """
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise ValueError("no object")
        for key, inner in shape.items():
            if key.endswith("?"):
                if value.get(key[:-1]) is not None:
                    take(value[key[:-1]], inner)
            elif key not in value:
                raise ValueError("%s is missing" % key)
            else:
                take(value[key], inner)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise ValueError("no list")
        for one in value:
            take(one, shape[0])
    elif not SHAPES[shape](value):
        raise ValueError("not %s: %r" % (shape, value))


def a_standing(value):
    if isinstance(value, str):
        return value in ("empty", "withheld")
    if not isinstance(value, dict) or not set(value) <= {"shown", "pooled"}:
        return False
    given = {key: value[key] for key in value if value[key] is not None}
    if len(given) != 1:
        return False
    return positions(given["shown"]) if "shown" in given else a_count(given["pooled"])


def a_pair(value):
    return positions(value) and len(value) == 2


def texts(value):
    return isinstance(value, dict) and all(map(a_text, value.values()))


SHAPES = {
    "count": a_count, "number": a_number, "text": a_text, "texts": texts, "standing": a_standing, "pair": a_pair,
}
DECLARATION = {
    "format": "count", "round": "text", "title": "text", "organisation_name": "text", "minimum": "count",
    "opinion_minimum": "count", "public_key": "text", "tokens?": {"keys": "texts"},
    "plan": {
        "measures": [{
            "id": "text",
            "definition": {"scale": {"grades": [{"code": "text"}]}, "ungraded": "text", "items": [{"code": "text"}]},
        }],
        "objects": [{"id": "text", "measure": "text"}],
        "sheets": [{"id": "text", "objects": ["text"]}],
        "panels": [{"id": "text", "number": "number", "sheet": "text", "due?": "count", "merged_into?": "text"}],
    },
}
RELEASE = {
    "format": "count", "minimum": "count", "opinion_minimum": "count", "opinions_received": "count",
    "opinions_sealed": "count",
    "places": [{"parent?": "count"}],
    "panels": [{
        "panels": ["text"], "sheet": "text", "place": "count", "due?": "count", "recovered": "count", "valid": "count",
        "blank": "count",
    }],
    "objects": [{
        "object": "text", "place": "count", "measure": "text", "judged_by": ["count"],
        "items": [{"total": "standing", "panels": ["standing"]}],
    }],
    "pools": [{
        "measure": "text", "place": "count", "object?": "count", "groups": ["pair"], "valid": "count",
        "items": ["count"], "tables": [["count"]],
    }],
    "totals": [{"place": "count", "measure": "text", "objects": "count", "valid": "count", "items": ["standing"]}],
}


def read_declaration(text, head):
    try:
        declaration = stored(text)
        take(declaration, DECLARATION)
    except ValueError as error:
        raise Refused("the declaration cannot be read: %s" % error) from None
    hold(declaration["format"] == 1, "a declaration of another format")
    for measure in declaration["plan"]["measures"]:
        hold(measure["definition"]["ungraded"] in ("refused", "not_known"), "an unknown rule for ungraded items")
    number = declaration["round"]
    hold(len(number) == 36 and number.replace("-", "") == head["round"], "the declaration of another round")
    return declaration


def read_release(text):
    try:
        release = stored(text)
        take(release, RELEASE)
        for panel in release["panels"]:
            take(panel.setdefault("invalid", 0), "count")
            take(panel.setdefault("named", 0), "count")
    except ValueError as error:
        raise Refused("the release cannot be read: %s" % error) from None
    return release


class Layout:
    """The scales of a sheet: per answer grades, symbols and bits."""

    def __init__(self, text):
        version, *sections = text.split(";")
        hold(version == "v1", "a layout of another version")
        self.scales = []
        for section in sections:
            found = re.fullmatch("([0-9]+):([0-9]+b?u?(?:,[0-9]+b?u?)*)", section)
            hold(found, "no layout")
            items = [re.fullmatch("([0-9]+)(b?u?)", item).groups() for item in found[2].split(",")]
            scales = [self.scale(int(grades), without) for grades, without in items]
            hold(int(found[1]) * len(scales) <= 20000, "too many answers")
            self.scales += scales * int(found[1])
        hold(1 <= len(self.scales) <= 20000, "no answer, or too many")
        self.bits = sum(bits for _, _, bits in self.scales)

    @staticmethod
    def scale(grades, without):
        hold(2 <= grades <= 14, "a scale of too few or too many grades")
        symbols = grades + len(without)
        return grades, symbols, 2 if symbols <= 4 else 3 if symbols <= 8 else 4

    def unpack(self, packed):
        """The symbols; None where there is no grade."""
        hold(len(packed) == (self.bits + 7) // 8, "answers of a wrong length")
        left = 8 * len(packed)
        number = int.from_bytes(packed, "big")
        answers = []
        for grades, symbols, bits in self.scales:
            left -= bits
            symbol = number >> left & ((1 << bits) - 1)
            hold(symbol < symbols, "an answer that the sheet does not allow")
            answers.append(symbol if symbol < grades else None)
        hold(number & ((1 << left) - 1) == 0, "filling bits that are not zero")
        return answers


class Group:
    """A panel: its layout, where each object's answers begin, and what its ballots say."""

    def __init__(self, declared, layout, first):
        self.declared = declared
        self.layout = layout
        self.first = first
        self.ballots = self.valid = self.blank = 0
        self.counts = [[0] * grades for grades, _, _ in layout.scales]

    def count(self, answers):
        graded = False
        for counts, answer in zip(self.counts, answers):
            if answer is not None:
                counts[answer] += 1
                graded = True
        if graded:
            self.valid += 1
        else:
            self.blank += 1

    def table(self, position, item):
        return self.counts[self.first[position] + item]


def merged_panels(plan, panel):
    return [panel] + [other for other in plan["panels"] if other.get("merged_into") == panel["id"]]


def due_of(plan, panel):
    due = [other.get("due") for other in merged_panels(plan, panel)]
    return None if None in due else sum(due)


def judge_panels(lines, declaration):
    """The groups behind the panel lines (5.1)."""
    plan = declaration["plan"]
    declared = [panel for panel in plan["panels"] if panel.get("merged_into") is None]
    declared.sort(key=lambda panel: panel["number"])
    numbers = [panel["number"] for panel in declared]
    hold(len(set(numbers)) == len(numbers), "two open panels with one number")
    hold(numbers == [line["sheet"] for line in lines], "other panels than were declared")
    measures = {measure["id"]: measure["definition"] for measure in plan["measures"]}
    sheets = {}
    for sheet in plan["sheets"]:
        sheets.setdefault(sheet["id"], sheet["objects"])
    groups = []
    for line, panel in zip(lines, declared):
        hold(line["roll"] == due_of(plan, panel), "another roll than was declared")
        hold(panel["sheet"] in sheets, "a panel without a sheet")
        objects = sheets[panel["sheet"]]
        hold(len(objects) == len(line["objects"]), "other objects than were declared")
        hold(len(set(line["objects"])) == len(objects), "an object stands twice on a sheet")
        sections, first, answer = [], {}, 0
        for name, position in zip(objects, line["objects"]):
            hold(position < len(plan["objects"]), "an object that was not declared")
            judged = plan["objects"][position]
            hold(judged["id"] == name, "other objects than were declared")
            hold(judged["measure"] in measures, "an object without a measure")
            definition = measures[judged["measure"]]
            if sections and sections[-1][0] == judged["measure"]:
                sections[-1][1] += 1
            else:
                sections.append([judged["measure"], 1])
            first[position] = answer
            answer += len(definition["items"])
        text = "v1"
        for measure, number in sections:
            definition = measures[measure]
            item = "%d%s" % (len(definition["scale"]["grades"]), "u" if definition["ungraded"] == "not_known" else "")
            text += ";%d:%s" % (number, ",".join([item] * len(definition["items"])))
        hold(text == line["layout"], "another layout than was declared")
        groups.append(Group(panel, Layout(line["layout"]), first))
    return groups


class Released:
    """Whether a release fits the declaration, the counts, k and itself (5.3), and a count again (5.4)."""

    def __init__(self, text, archive):
        self.release = read_release(text)
        self.archive = archive
        self.plan = archive.declaration["plan"]
        self.measures = {measure["id"]: measure["definition"] for measure in self.plan["measures"]}
        self.judged = {one["measure"] for one in self.release["objects"] if one["judged_by"]}

    def judge(self):
        release, declaration = self.release, self.archive.declaration
        hold(release["format"] == 1, "a release of another format")
        hold(
            (release["minimum"], release["opinion_minimum"])
            == (declaration["minimum"], declaration["opinion_minimum"]),
            "other minima than were declared",
        )
        hold(
            [(one["object"], one["measure"]) for one in release["objects"]]
            == [(one["id"], one["measure"]) for one in self.plan["objects"]],
            "other objects than were declared",
        )
        hold(len(release["panels"]) == len(self.archive.groups), "another number of panels")
        hold(release["places"], "no place")
        for position, place in enumerate(release["places"]):
            parent = place.get("parent")
            hold(position == 0 if parent is None else parent < position, "places are no tree")
        self.panels()
        for position, judged in enumerate(release["objects"]):
            self.judge_object(position, judged)
        for position, pool in enumerate(release["pools"]):
            self.judge_pool(position, pool)
        self.below = self.objects_below()
        for position, judged in enumerate(release["objects"]):
            for item, standing in enumerate(judged["items"]):
                grades = self.shape(judged["measure"])[1]
                hold(self.fits({position}, item, grades, standing["total"]), "a total that is not the sum")
        self.place_totals()
        hold(release["opinions_sealed"] <= release["opinions_received"], "more opinions sealed than came")

    def place(self, position):
        hold(position < len(self.release["places"]), "a place that is none")

    def panels(self):
        for group, line, panel in zip(self.archive.groups, self.archive.panels, self.release["panels"]):
            declared = group.declared
            names = [one["id"] for one in merged_panels(self.plan, declared)]
            hold(panel["panels"] == names and panel["sheet"] == declared["sheet"], "another panel than was declared")
            due = None if line["roll"] is None else max(line["roll"] - panel["named"], 0)
            hold(panel.get("due") == due, "another roll than was declared")
            self.place(panel["place"])
            batches = [batch for batch in self.archive.batches if batch["sheet"] == line["sheet"]]
            invalid = sum(batch["invalid"] for batch in batches)
            by_token = sum(key["spent"] for key in self.archive.token_keys if key["sheet"] == line["sheet"])
            recovered = sum(batch["spent"] for batch in batches) + by_token + invalid
            hold(panel["invalid"] == invalid and panel["recovered"] == recovered, "ballots do not fit the batches")
            hold(recovered == panel["valid"] + panel["blank"] + invalid, "ballots do not add up")

    def shape(self, measure):
        hold(measure in self.measures, "a measure that was not declared")
        definition = self.measures[measure]
        items = len(definition["items"]) if measure in self.judged else 0
        return items, len(definition["scale"]["grades"])

    def table(self, counts, grades, valid):
        hold(len(counts) == grades, "a table with another number of grades")
        graded = sum(counts)
        hold(graded == 0 or graded >= self.release["minimum"], "a figure on fewer than k")
        hold(graded <= valid, "a figure on more than were valid")
        return graded

    def judge_object(self, position, judged):
        self.place(judged["place"])
        on_sheet = [number for number, group in enumerate(self.archive.groups) if position in group.first]
        hold(judged["judged_by"] == on_sheet, "an object judged by others than have it on their sheet")
        items, grades = self.shape(judged["measure"])
        hold(len(judged["items"]) == items, "another number of items")
        must_grade = self.measures[judged["measure"]]["ungraded"] == "refused"
        valid = [self.release["panels"][number]["valid"] for number in on_sheet]
        for number, item in enumerate(judged["items"]):
            hold(len(item["panels"]) == len(on_sheet), "another number of panels")
            for panel, forms, standing in zip(on_sheet, valid, item["panels"]):
                kind, shown = kind_of(standing)
                if kind == "shown":
                    graded = self.table(shown, grades, forms)
                    hold(graded == forms or not must_grade, "a figure that leaves valid forms out")
                if kind == "pooled":
                    hold(shown < len(self.release["pools"]), "a pool that is none")
                    pool = self.release["pools"][shown]
                    hold(
                        pool["measure"] == judged["measure"]
                        and [position, panel] in pool["groups"]
                        and number in pool["items"],
                        "a pool that does not hold what stands in it",
                    )
            kind, shown = kind_of(item["total"])
            if kind == "shown":
                self.table(shown, grades, sum(valid))

    def judge_pool(self, position, pool):
        items, grades = self.shape(pool["measure"])
        self.place(pool["place"])
        groups = [tuple(group) for group in pool["groups"]]
        hold(len(groups) >= 2 and len(set(groups)) == len(groups), "a pool of too few groups, or of one twice")
        hold(len(set(pool["items"])) == len(pool["items"]), "a pool with an item twice")
        hold(all(item < items for item in pool["items"]), "a pool with an item that is none")
        hold(len(pool["tables"]) == len(pool["items"]), "a pool with another number of tables")
        valid = 0
        for judged, panel in groups:
            hold(pool.get("object") in (None, judged), "a pool beyond its object")
            hold(judged < len(self.release["objects"]), "a pool with an object that is none")
            one = self.release["objects"][judged]
            hold(one["measure"] == pool["measure"] and panel in one["judged_by"], "a pool with a group that is none")
            place = one["judged_by"].index(panel)
            for item in pool["items"]:
                standing = kind_of(one["items"][item]["panels"][place])
                hold(standing == ("pooled", position), "a pool with a group that does not stand in it")
            valid += self.release["panels"][panel]["valid"]
        hold(pool["valid"] == valid, "a pool with other valid forms than its groups")
        for table in pool["tables"]:
            self.table(table, grades, valid)

    def objects_below(self):
        below = [set() for _ in self.release["places"]]
        for position, judged in enumerate(self.release["objects"]):
            place = judged["place"]
            while place is not None:
                below[place].add(position)
                place = self.release["places"][place].get("parent")
        return below

    def of_measure(self, place, measure):
        return {one for one in self.below[place] if self.release["objects"][one]["measure"] == measure}

    def fits(self, objects, item, grades, total):
        known, pools, seen, is_open = [0] * grades, set(), False, False
        for position in objects:
            items = self.release["objects"][position]["items"]
            for standing in items[item]["panels"] if item < len(items) else []:
                kind, value = kind_of(standing)
                if kind == "shown":
                    seen = True
                    known = [one + other for one, other in zip(known, value)]
                elif kind == "pooled":
                    pools.add(value)
                elif kind == "withheld":
                    seen = is_open = True
        for number in pools:
            pool = self.release["pools"][number]
            if all(judged in objects for judged, _ in pool["groups"]):
                table = pool["tables"][pool["items"].index(item)]
                known = [one + other for one, other in zip(known, table)]
            else:
                is_open = True
        kind, value = kind_of(total)
        if kind == "empty":
            return not seen and not pools
        if kind == "pooled":
            return not seen and pools == {value}
        if kind == "withheld":
            return True
        if is_open:
            return len(value) == grades and all(one >= other for one, other in zip(value, known))
        return value == known

    def place_totals(self):
        seen = set()
        for total in self.release["totals"]:
            self.place(total["place"])
            items, grades = self.shape(total["measure"])
            objects = self.of_measure(total["place"], total["measure"])
            name = (total["place"], total["measure"])
            hold(objects and name not in seen and len(total["items"]) == items, "a total that is none")
            seen.add(name)
            panels = [panel for one in objects for panel in self.release["objects"][one]["judged_by"]]
            valid = sum(self.release["panels"][panel]["valid"] for panel in panels)
            hold(total["objects"] == len(objects) and total["valid"] == valid, "a total of other objects or forms")
            for item, standing in enumerate(total["items"]):
                kind, value = kind_of(standing)
                if kind == "shown":
                    self.table(value, grades, valid)
                hold(self.fits(objects, item, grades, standing), "a total of a place that is not the sum")
        wanted = {
            (place, self.release["objects"][one]["measure"]) for place, below in enumerate(self.below) for one in below
        }
        hold(seen == wanted, "a total is missing")

    def tally(self):
        for group, panel in zip(self.archive.groups, self.release["panels"]):
            hold((panel["valid"], panel["blank"]) == (group.valid, group.blank), "valid or blank come out otherwise")
        groups_of = [
            [(position, panel) for panel in judged["judged_by"]]
            for position, judged in enumerate(self.release["objects"])
        ]
        for judged, groups in zip(self.release["objects"], groups_of):
            for item, figures in enumerate(judged["items"]):
                for group, standing in zip(groups, figures["panels"]):
                    self.comes_out(standing, [group], item)
                self.comes_out(figures["total"], groups, item)
        for pool in self.release["pools"]:
            for item, table in zip(pool["items"], pool["tables"]):
                hold(self.count(pool["groups"], item) == table, "a pool comes out otherwise")
        for total in self.release["totals"]:
            objects = self.of_measure(total["place"], total["measure"])
            groups = [group for one in objects for group in groups_of[one]]
            for item, standing in enumerate(total["items"]):
                self.comes_out(standing, groups, item)

    def count(self, groups, item):
        tables = [self.archive.groups[panel].table(judged, item) for judged, panel in groups]
        return [sum(counts) for counts in zip(*tables)]

    def comes_out(self, standing, groups, item):
        kind, value = kind_of(standing)
        if kind == "shown":
            hold(self.count(groups, item) == value, "a figure comes out otherwise")
        if kind == "empty":
            hold(not any(self.count(groups, item)), "an empty figure that is not")


def kind_of(standing):
    if isinstance(standing, str):
        return standing, None
    if standing.get("shown") is not None:
        return "shown", standing["shown"]
    return "pooled", standing["pooled"]


# Evidence


def as_printed(character):
    """A full-width form narrow, a small letter large."""
    narrow = chr(ord(character) - 0xFEE0) if "\uff01" <= character <= "\uff5e" else character
    # Only of ASCII: in all of Unicode other letters too have an I or an S as their capital.
    return narrow.upper() if narrow.isascii() else narrow


def base32(text):
    values = []
    for character in text:
        plain = as_printed(character)
        if plain in WHITE + HYPHENS:
            continue
        plain = {"O": "0", "I": "1", "L": "1"}.get(plain, plain)
        if plain not in ALPHABET:
            raise Unjudged("no character of a receipt or code: %r" % character)
        values.append(ALPHABET.index(plain))
    return values


def number_of(values):
    number = 0
    for value in values:
        number = number << 5 | value
    return number


def read_receipt(text):
    """Key and signature of a receipt."""
    text = text.strip(WHITE)
    if "".join(map(as_printed, text[:4])) != "ZY1-":
        raise Unjudged("a receipt begins with ZY1-")
    values = base32(text[4:])
    if len(values) != 158:
        raise Unjudged("a receipt has 158 characters after ZY1-")
    number = number_of(values[:154])
    if number & 3:
        raise Unjudged("the receipt is mistyped")
    body = (number >> 2).to_bytes(96, "big")
    check = int.from_bytes(sha256(b"zhengyou/receipt-text/v1" + body)[:3], "big") >> 4
    if number_of(values[154:]) != check:
        raise Unjudged("the receipt is mistyped")
    return body[:32], body[32:]


def read_code(text):
    values = base32(text)
    if len(values) != 17:
        raise Unjudged("a code has 17 characters")
    return number_of(values[:16]).to_bytes(10, "big")


def read_hash(text):
    digits = text.strip(WHITE)
    if not re.fullmatch("[0-9a-fA-F]{64}", digits):
        raise Unjudged("64 hexadecimal digits are wanted: %r" % text)
    return digits.lower()


class Evidence:
    """What people hold besides the file."""

    def __init__(self, arguments):
        self.root = read_hash(arguments.root) if arguments.root else None
        self.opening_hash = read_hash(arguments.opening_hash) if arguments.opening_hash else None
        self.signers = [read_hash(key) for key in arguments.signer]
        self.receipts = [read_receipt(from_file(text)) for text in arguments.receipt]
        self.codes = [read_code(text) for text in arguments.returned]
        self.other = Archive(arguments.other, Evidence.none()) if arguments.other else None

    @classmethod
    def none(cls):
        evidence = cls.__new__(cls)
        evidence.root = evidence.opening_hash = evidence.other = None
        evidence.signers, evidence.receipts, evidence.codes = [], [], []
        return evidence

    def steps(self):
        given = [self.root, self.opening_hash, self.signers, self.receipts, self.codes, self.other]
        return [step for step, one in zip(EVIDENCE, given) if one]


def from_file(text):
    if not text.startswith("@"):
        return text
    with open(text[1:], "rb") as file:
        return file.read(TYPED).decode("utf-8")


# The verification


class Archive:
    """A file with everything found about it."""

    def __init__(self, path, evidence):
        self.faults = {}
        self.warnings = []
        self.evidence = evidence
        self.declaration = self.keys = self.root = self.end = self.lines = None
        self.head = {}
        self.panels, self.batches, self.steps, self.groups = [], [], [], None
        self.token_keys, self.token_sheets = [], None
        self.release = ""
        self.spent = self.tokens = 0
        self.tokens_hash = hashlib.sha256()
        self.spent_hash = hashlib.sha256()
        self.tree = Tree()
        self.seen, self.used = set(), False
        try:
            with open(path, "rb") as file:
                self.read(file)
        except OSError as error:
            raise Unjudged(str(error)) from None
        if self.allows("digest"):
            self.judge()

    def fault(self, step, reason):
        self.faults.setdefault(step, reason)

    def allows(self, step):
        needs = NEEDS.get(step, [])
        if step not in ("magic", "form"):
            needs = ["magic", "form"] + needs
        return not any(needed in self.faults for needed in needs)

    def attempt(self, step, check):
        if self.allows(step):
            try:
                check()
            except Refused as refused:
                self.fault(step, str(refused))

    def read(self, file):
        self.lines = Lines(file)
        if not self.lines.magic:
            self.fault("magic", "the first line is another")
            return
        takers = {
            "head": self.take_head, "batch": self.batches.append, "spent": self.take_spent,
            "token_key": self.token_keys.append, "token": self.take_token, "ballot": self.take_ballot,
            "step": self.steps.append, "panel": self.panels.append,
        }
        try:
            for line in self.lines:
                name = line["line"]
                if self.groups is None and name not in ("head", "keys", "panel"):
                    self.groups = []
                    self.attempt("panels", self.take_panels)
                if self.token_sheets is None and name in ("spent", "token", "ballot", "root"):
                    self.token_sheets = {}
                    self.attempt("token-keys", self.take_token_keys)
                if name in takers:
                    takers[name](line)
                elif name == "release":
                    self.release = line["text"]
                else:
                    setattr(self, name, line)
        except Refused as refused:
            self.fault("form", "line %d: %s" % (self.lines.number, refused))

    def take_head(self, line):
        text = line.pop("declaration")
        self.head = line
        round_bytes = bytes.fromhex(line["round"])
        self.returned = {sha256(round_bytes + code) for code in self.evidence.codes}
        self.receipt_keys = {key for key, _ in self.evidence.receipts}
        self.commitment = b"zhengyou/ballot/v1" + round_bytes
        self.token_message = b"zhengyou/token/v1" + round_bytes
        self.last_spent = self.last_token = self.last_ballot = b""
        if sha256(text.encode("utf-8")).hex() != line["opening_hash"]:
            self.fault("opening", "the declaration is not the one of the opening hash")
        else:
            self.attempt("opening", lambda: setattr(self, "declaration", read_declaration(text, line)))

    def take_panels(self):
        self.groups = judge_panels(self.panels, self.declaration)
        self.group_of = {line["sheet"]: group for line, group in zip(self.panels, self.groups)}

    def take_spent(self, line):
        spent = bytes.fromhex(line["hash"])
        if self.spent and spent <= self.last_spent:
            self.fault("spent-order", "line %d: used codes do not ascend" % self.lines.number)
        self.last_spent = spent
        self.spent += 1
        self.spent_hash.update(spent)
        self.used |= spent in self.returned

    def take_token_keys(self):
        declared = (self.declaration.get("tokens") or {"keys": {}})["keys"]
        sheets = [line["sheet"] for line in self.token_keys]
        hold(all(one < other for one, other in zip(sheets, sheets[1:])), "keys of tokens do not ascend")
        hold(len(declared) == len(sheets), "other keys of tokens than were declared")
        keys = [bytes.fromhex(line["public_key"]) for line in self.token_keys]
        for sheet, key in zip(sheets, keys):
            hold(sheet in self.group_of, "a key of tokens of no panel")
            hold(declared.get(str(sheet)) == sha256(key).hex(), "another key of tokens than was declared")
        hold(len(set(keys)) == len(keys), "two sheets with one key of tokens")
        self.token_sheets = {sheet: [token_key(key), 0] for sheet, key in zip(sheets, keys)}

    def take_token(self, line):
        spent = bytes.fromhex(line["hash"])
        if self.tokens and spent <= self.last_token:
            self.fault("token-order", "line %d: used tokens do not ascend" % self.lines.number)
        self.last_token = spent
        self.tokens += 1
        self.tokens_hash.update(spent + bytes.fromhex(line["signature"]))
        self.attempt("token-signatures", lambda: self.judge_token(line, spent))

    def judge_token(self, line, spent):
        where = "line %d: " % self.lines.number
        sheet = self.token_sheets.get(line["sheet"])
        hold(sheet is not None, where + "a token of a sheet without a key")
        sheet[1] += 1
        prefix, serial = bytes.fromhex(line["prefix"]), bytes.fromhex(line["serial"])
        message = prefix + self.token_message + line["sheet"].to_bytes(4, "big") + serial
        hold(sha256(b"zhengyou/spent-token/v1" + message) == spent, where + "the hash of another token")
        is_right = is_signed_token(sheet[0], message, bytes.fromhex(line["signature"]))
        hold(is_right, where + "the key of its sheet did not sign the token")

    def take_ballot(self, line):
        key = bytes.fromhex(line["key"])
        if self.tree.leaves and key <= self.last_ballot:
            self.fault("ballot-order", "line %d: ballots do not ascend" % self.lines.number)
        self.last_ballot = key
        self.tree.push(key)
        if key in self.receipt_keys:
            self.seen.add(key)
        if self.head["kind"] == "auditor":
            self.attempt("openings", lambda: self.open_ballot(line, key))

    def open_ballot(self, line, key):
        try:
            group = self.group_of.get(line["sheet"])
            hold(group is not None, "a ballot of no panel")
            group.ballots += 1
            packed = bytes.fromhex(line["answers"])
            answers = group.layout.unpack(packed)
            message = self.commitment + bytes.fromhex(line["nonce"]) + b"\1" + line["sheet"].to_bytes(4, "big") + packed
            hold(sha256(message) == key, "the commitment is to other answers")
        except Refused as refused:
            raise Refused("line %d: %s" % (self.lines.number, refused)) from None
        group.count(answers)

    def judge(self):
        self.digest = self.lines.hash.digest()
        if self.end["sha256"] != self.digest.hex():
            self.fault("digest", "the bytes are others")
        self.attempt("signature", self.judge_signatures)
        self.attempt("keys", self.judge_keys)
        self.attempt("token-counts", self.judge_token_counts)
        self.attempt("root", self.judge_root)
        self.attempt("counts", self.judge_counts)
        self.attempt("release", self.judge_release)
        if self.head["kind"] == "auditor":
            self.attempt("tally", lambda: self.released.tally())
        self.judge_evidence()
        self.warn()

    def judge_signatures(self):
        signatures = self.end["signatures"]
        hold(signatures, "there is no signature")
        for number, one in enumerate(signatures):
            label = b"zhengyou/countersignature/v1" if number else b"zhengyou/archive/v1"
            is_right = is_signed(bytes.fromhex(one["key"]), label + self.digest, bytes.fromhex(one["signature"]))
            hold(is_right, "signature %d does not fit" % (number + 1))

    def judge_keys(self):
        signing = self.keys["signing"]
        hold(signing == self.declaration["public_key"], "the key is not the declared one")
        signers = [one["key"] for one in self.end["signatures"]]
        hold(signers[:1] == [signing], "signed first by another key")
        hold(len(set(signers)) == len(signers), "one key signed twice")

    def judge_token_counts(self):
        for key in self.token_keys:
            hold(key["issued"] == key["spent"] + key["unspent"], "tokens used and not used are not those given out")
            hold(key["standing"] == "valid" or key["spent"] == 0, "a token of a retired key was used")
            hold(self.token_sheets[key["sheet"]][1] == key["spent"], "used tokens are not as many as are listed")

    def judge_root(self):
        hold(self.root["ballots"] == self.tree.leaves, "another number of ballots")
        hold(self.root["root"] == self.tree.root().hex(), "another root")

    def judge_counts(self):
        numbers = [batch["number"] for batch in self.batches]
        hold(all(one < other for one, other in zip(numbers, numbers[1:])), "batches do not ascend")
        codes = paper = 0
        by_sheet = {line["sheet"]: 0 for line in self.panels}
        for batch in self.batches:
            hold(batch["sheet"] in by_sheet, "a batch of no panel")
            hold(batch["channel"] == "paper" or batch["invalid"] == 0, "invalid paper in a batch of codes")
            hold(batch["standing"] == "valid" or batch["spent"] == batch["invalid"] == 0, "a void batch that was used")
            by_sheet[batch["sheet"]] += batch["spent"]
            if batch["channel"] == "paper":
                paper += batch["spent"]
            else:
                codes += batch["spent"]
        hold(codes == self.spent, "used codes are not as many as the batches say")
        tokens = 0
        for key in self.token_keys:
            by_sheet[key["sheet"]] = by_sheet.get(key["sheet"], 0) + key["spent"]
            tokens += key["spent"]
        hold(codes + paper + tokens == self.tree.leaves, "ballots are not as many as batches and tokens say")
        if self.head["kind"] == "auditor":
            for line, group in zip(self.panels, self.groups):
                hold(by_sheet[line["sheet"]] == group.ballots, "ballots of a panel are not as many as came in")

    def judge_release(self):
        self.released = Released(self.release, self)
        self.released.judge()

    def judge_evidence(self):
        evidence = self.evidence
        if evidence.root and evidence.root != self.root["root"]:
            self.fault("printed-root", "another root was printed")
        if evidence.opening_hash and evidence.opening_hash != self.head["opening_hash"]:
            self.fault("printed-opening-hash", "another opening hash was printed")
        for signer in evidence.signers:
            message = b"zhengyou/countersignature/v1" + self.digest
            others = [one for one in self.end["signatures"][1:] if one["key"] == signer]
            if not any(is_signed(bytes.fromhex(signer), message, bytes.fromhex(one["signature"])) for one in others):
                self.fault("countersignature", "not countersigned by %s" % signer)
        for key, signature in evidence.receipts:
            if not is_signed(bytes.fromhex(self.keys["signing"]), b"zhengyou/receipt/v1" + key, signature):
                self.fault("receipt", "a receipt signed by another key")
            elif key not in self.seen:
                self.fault("receipt", "the ballot of a receipt is missing")
        if self.used:
            self.fault("returned-slip", "the code of a returned slip was used")
        if evidence.other:
            if evidence.other.result()[0]:
                self.fault("second-archive", "the other archive does not stand by itself")
            elif evidence.other.common() != self.common():
                self.fault("second-archive", "the other archive says something else")

    def common(self):
        head = (self.head["round"], self.head["opening_hash"])
        used = self.token_keys, self.spent_hash.digest(), self.tokens_hash.digest()
        return head, self.keys, self.panels, self.batches, used, self.root, self.release

    def warn(self):
        for batch in self.batches:
            counts = [batch["handed_out"], batch["returned"], batch["missing"]]
            if batch["standing"] != "valid":
                continue
            if None in counts:
                self.warnings.append("batch %d was never counted" % batch["number"])
            elif counts[0] > batch["printed"] or counts[0] != batch["spent"] + batch["invalid"] + sum(counts[1:]):
                self.warnings.append("batch %d does not add up" % batch["number"])
        days = [step["day"] for step in self.steps]
        if days != sorted(days):
            self.warnings.append("a step on an earlier day than the one before it")

    def result(self):
        """Exit code and steps."""
        is_read = "magic" not in self.faults and "form" not in self.faults
        is_declared = self.declaration is not None and self.declaration.get("tokens") is not None
        left_out = set() if is_read and (self.token_keys or self.tokens or is_declared) else set(OF_TOKENS)
        if not is_read or self.head["kind"] != "auditor":
            left_out |= OF_AUDITORS
        taken = [step for step in STEPS if step not in left_out]
        steps = []
        for step in taken + self.evidence.steps():
            if not self.allows(step):
                steps.append({"step": step, "outcome": "not-judged", "reason": None})
            else:
                outcome = "failed" if step in self.faults else "passed"
                steps.append({"step": step, "outcome": outcome, "reason": self.faults.get(step)})
        return int(bool(self.faults)), steps


def arguments_of(words):
    parser = argparse.ArgumentParser(description="Verifies archives of appraisal rounds.")
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--root", metavar="HEX", help="the root as it was printed")
    parser.add_argument("--opening-hash", metavar="HEX", help="the opening hash as it was printed")
    parser.add_argument("--signer", metavar="HEX", action="append", default=[], help="a key that must countersign")
    parser.add_argument("--receipt", metavar="TEXT", action="append", default=[], help="a receipt, or @ and its file")
    parser.add_argument("--returned", metavar="CODE", action="append", default=[], help="a code that came back unused")
    parser.add_argument("--other", metavar="FILE", help="another archive of the round")
    parser.add_argument("--proof", metavar="FILE", help="the proof of a receipt, checked with --root and --key; no archive")
    parser.add_argument("--key", metavar="HEX", help="the public key of the round, for --proof")
    parser.add_argument("--json", action="store_true", help="one JSON object per file and line")
    parser.add_argument("--calls", metavar="FILE", help="the arguments of one call per line, as a JSON list")
    arguments = parser.parse_args(words)
    if arguments.proof and not (arguments.root and arguments.key):
        parser.error("--proof needs --root and --key")
    if not arguments.files and not arguments.calls and not arguments.proof:
        parser.error("no file")
    return arguments


def verify(path, arguments):
    """Verifies and prints; the exit code."""
    answer = {"file": path, "exit": 2, "steps": [], "warnings": []}
    try:
        archive = Archive(path, Evidence(arguments))
        answer["exit"], answer["steps"] = archive.result()
        answer["warnings"] = archive.warnings
    except (Unjudged, OSError, UnicodeDecodeError) as error:
        answer["reason"] = str(error)
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
        return answer["exit"]
    print(path)
    for step in answer["steps"]:
        mark = {"passed": "✓", "failed": "✗", "not-judged": "–"}[step["outcome"]]
        print("  %s %s%s" % (mark, step["step"], ": " + step["reason"] if step["reason"] else ""))
    for warning in answer["warnings"]:
        print("  ! " + warning)
    print("  " + ["it stands", "refused", "cannot be judged: %s" % answer.get("reason")][answer["exit"]])
    return answer["exit"]


def hash_list(value):
    return isinstance(value, list) and all(map(bytes_of(32), value))


PROOF = {
    "ballots": a_count, "index": a_count, "key": bytes_of(32), "path": hash_list,
    "proof": one_of("zhengyou-proof/1"), "root": bytes_of(32), "round": bytes_of(16), "signature": bytes_of(64),
}


def leads(proof):
    """RFC 9162, section 2.1.3.2."""
    place, last = proof["index"], proof["ballots"] - 1
    if place > last:
        return False
    node = sha256(b"\0" + bytes.fromhex(proof["key"]))
    for beside in map(bytes.fromhex, proof["path"]):
        if last == 0:
            return False
        if place % 2 or place == last:
            node = sha256(b"\1" + beside + node)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            node = sha256(b"\1" + node + beside)
        place, last = place // 2, last // 2
    return last == 0 and node.hex() == proof["root"]


def check_proof(arguments):
    """Checks the proof of a receipt offline; the exit code."""
    try:
        with open(arguments.proof, encoding="utf-8") as file:
            text = file.read(TYPED).strip(WHITE)
        proof, root, key = parse(text), read_hash(arguments.root), read_hash(arguments.key)
        if not has_fields(proof, PROOF) or canonical(proof) != text.encode("utf-8"):
            raise Unjudged("this is no proof")
    except (Unjudged, OSError, ValueError) as error:
        print("cannot be judged: %s" % error)
        return 2
    message = b"zhengyou/receipt/v1" + bytes.fromhex(proof["key"])
    if not is_signed(bytes.fromhex(key), message, bytes.fromhex(proof["signature"])):
        print("the receipt was not signed with this key")
        return 1
    if proof["root"] != root or not leads(proof):
        print("the proof does not lead to this root")
        return 1
    print("this ballot is included: number %d of %d in order" % (proof["index"] + 1, proof["ballots"]))
    return 0


def main(words):
    arguments = arguments_of(words)
    if arguments.proof:
        return check_proof(arguments)
    code = max([verify(path, arguments) for path in arguments.files], default=0)
    if arguments.calls:
        with open(arguments.calls, encoding="utf-8") as calls:
            code = max([main(json.loads(call)) for call in calls] + [code])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
