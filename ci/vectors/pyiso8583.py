#!/usr/bin/env python3
"""Messages written by an independent codec, pyiso8583, for the dialects under fixtures/dialects.

    pip install pyiso8583==4.0.1
    python3 ci/vectors/pyiso8583.py            writes fixtures/vectors/pyiso8583.yaml
    python3 ci/vectors/pyiso8583.py --check    compares it with what would be written

The field tables below are spelt out again on purpose: read from the dialect files, they could not disagree with
them. The test that reads the vectors needs no Python.
"""

import pathlib
import random
import sys

import iso8583

TARGET = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "vectors" / "pyiso8583.yaml"
SEED = 20261125
MESSAGES = 24

FIXED, LL, LLL = 0, 2, 3


def field(kind, length, prefix=FIXED, align=None):
    """kind: n digits, z track, an, ans, b bytes; align: where an odd number of packed digits stands."""
    return {"kind": kind, "length": length, "prefix": prefix, "align": align}


ISO87 = {
    2: field("n", 19, LL), 3: field("n", 6), 4: field("n", 12), 7: field("n", 10), 11: field("n", 6),
    12: field("n", 6), 13: field("n", 4), 14: field("n", 4), 15: field("n", 4), 18: field("n", 4),
    19: field("n", 3), 22: field("n", 3), 23: field("n", 3), 24: field("n", 3), 25: field("n", 2),
    26: field("n", 2), 28: field("an", 9), 32: field("n", 11, LL), 33: field("n", 11, LL),
    35: field("z", 37, LL), 36: field("z", 104, LLL), 37: field("an", 12), 38: field("an", 6), 39: field("an", 2),
    41: field("ans", 8), 42: field("ans", 15), 43: field("ans", 40), 44: field("ans", 25, LL),
    45: field("ans", 76, LL), 48: field("ans", 999, LLL), 49: field("n", 3), 52: field("b", 8), 53: field("n", 16),
    54: field("ans", 120, LLL), 59: field("ans", 999, LLL), 60: field("n", 8, LLL), 61: field("n", 10, LLL),
    62: field("b", 255, LLL), 63: field("ans", 999, LLL), 64: field("b", 8), 70: field("n", 3), 90: field("n", 42),
    95: field("an", 42), 102: field("ans", 28, LL), 103: field("ans", 28, LL), 128: field("b", 8),
}

UNIONPAY = {
    2: field("n", 19, LL, "left"), 3: field("n", 6), 4: field("n", 12), 11: field("n", 6), 12: field("n", 6),
    13: field("n", 4), 14: field("n", 4), 15: field("n", 4), 22: field("n", 3, align="left"),
    23: field("n", 3, align="right"), 25: field("n", 2), 26: field("n", 2), 32: field("n", 11, LL, "left"),
    35: field("z", 37, LL, "left"), 36: field("z", 104, LLL, "left"), 37: field("an", 12), 38: field("an", 6),
    39: field("an", 2), 41: field("ans", 8), 42: field("ans", 15), 49: field("an", 3), 52: field("b", 8),
    53: field("n", 16), 64: field("b", 8),
}

DIALECTS = {
    "iso87-hex-bitmap": (ISO87, "ascii", "ascii"),
    "iso87-binary-bitmap": (ISO87, "ascii", "b"),
    "unionpay": (UNIONPAY, "b", "b"),
}


def spec(fields, digits, bitmap):
    """A pyiso8583 specification."""
    packed = digits == "b"
    made = {
        "h": {"data_enc": "ascii", "len_enc": "ascii", "len_type": 0, "max_len": 0, "desc": "header"},
        "t": {"data_enc": digits, "len_enc": digits, "len_type": 0, "max_len": 2 if packed else 4, "desc": "MTI"},
        "p": {"data_enc": bitmap, "len_enc": bitmap, "len_type": 0, "max_len": 8 if bitmap == "b" else 16, "desc": "1"},
        "1": {"data_enc": bitmap, "len_enc": bitmap, "len_type": 0, "max_len": 8 if bitmap == "b" else 16, "desc": "2"},
    }
    for number in range(2, 129):
        known = fields.get(number)
        if known is None:
            made[str(number)] = {"data_enc": "ascii", "len_enc": "ascii", "len_type": 0, "max_len": 1, "desc": ""}
            continue
        one = {"data_enc": "ascii", "len_enc": "ascii", "len_type": known["prefix"], "max_len": known["length"],
               "desc": str(number)}
        if packed and known["prefix"]:
            one["len_enc"], one["len_type"] = "bcd", (known["prefix"] + 1) // 2
        if known["kind"] == "b" and bitmap == "b":
            one["data_enc"] = "b"
        elif known["kind"] == "b":
            one["max_len"] *= 2
        elif known["kind"] in "nz" and packed:
            one["data_enc"], one["len_count"] = "b", "nibbles"
            if known["align"]:
                one["right_pad" if known["align"] == "left" else "left_pad"] = "0"
        made[str(number)] = one
    return made


def value(lot, known):
    """A value as the harness holds it: text, or upper-case hex of bytes."""
    length = known["length"]
    if known["prefix"]:
        length = lot.randint(1, min(length, 60))
    if known["kind"] == "b":
        return "".join(lot.choice("0123456789ABCDEF") for _ in range(length * 2))
    letters = {"n": "0123456789", "z": "0123456789=", "an": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
               "ans": "0123456789 abcXYZ.,:/-#"}[known["kind"]]
    return "".join(lot.choice(letters) for _ in range(length))


def vectors():
    lot = random.Random(SEED)
    for name, (fields, digits, bitmap) in DIALECTS.items():
        made = spec(fields, digits, bitmap)
        for _ in range(MESSAGES):
            mti = lot.choice(["0200", "0210", "0400", "0420", "0421", "0800"])
            numbers = sorted(lot.sample(sorted(fields), lot.randint(3, len(fields))))
            values = {number: value(lot, fields[number]) for number in numbers}
            message = {"t": mti}
            for number, text in values.items():
                # pyiso8583 packs whatever is hex; the separator of a track is the nibble D.
                message[str(number)] = text.replace("=", "D") if digits == "b" and fields[number]["kind"] == "z" else text
            raw, _ = iso8583.encode(message, made)
            yield name, mti, values, bytes(raw).hex().upper()


def document():
    lines = ["# Written by ci/vectors/pyiso8583.py with pyiso8583 " + iso8583.__version__ + "; do not edit.",
             "# Values are random; no number here is a card's. Bytes stand as hex.", ""]
    for name, mti, values, wire in vectors():
        lines.append(f"- dialect: {name}")
        lines.append(f'  mti: "{mti}"')
        lines.append("  fields:")
        lines += [f'    {number}: "{text}"' for number, text in values.items()]
        lines.append(f'  wire: "{wire}"')
    return "\n".join(lines) + "\n"


def main():
    written = document()
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") != written:
            sys.exit(f"{TARGET.name} is not what pyiso8583 writes")
        print(f"{TARGET.name}: as written by pyiso8583 {iso8583.__version__}")
        return
    TARGET.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
