#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws how a ledger's costs grow with its entries: ledger_growth.py <TIMES >SVG.

TIMES are the lines that ledger_times.py prints. Both axes are logarithmic, each curve is relative to
its first value, and the dashed line is what grows as the number of entries does.
"""

import math
import sys

CURVES = [
    (1, "verify", "#1f6feb"),
    (11, "size", "#8250df"),
    (5, "trace by model", "#1a7f37"),
    (7, "trace by data file", "#9a6700"),
    (9, "add", "#cf222e"),
]
WIDTH, HEIGHT, MARGIN = 640, 380, 48


def main(lines):
    rows = [line.split() for line in lines if line.strip()]
    entries = [float(row[0]) for row in rows]
    span = math.log10(entries[-1] / entries[0]) or 1

    def x(count):
        return MARGIN + math.log10(count / entries[0]) / span * (WIDTH - 4.5 * MARGIN)

    def y(ratio):
        return HEIGHT - MARGIN - (math.log10(ratio) + 0.5) / (span + 1) * (HEIGHT - 2 * MARGIN)

    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img">'
        "<title>How a ledger grows</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    )
    for count in entries:
        print(
            f'<path d="M{x(count):.0f} {MARGIN}V{HEIGHT - MARGIN}" stroke="#ddd"/>'
            f'<text x="{x(count):.0f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">'
            f"{count:,.0f}</text>"
        )
    print(f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">entries</text>')
    start, end = entries[0], entries[-1]
    print(
        f'<path d="M{x(start):.0f} {y(1):.0f}L{x(end):.0f} {y(end / start):.0f}" stroke="#888" '
        'stroke-dasharray="4"/>'
        f'<text x="{x(end) + 8:.0f}" y="{y(end / start) - 12:.0f}" fill="#666">linear</text>'
    )
    low = HEIGHT
    drawn = []
    for column, name, colour in CURVES:
        values = [float(row[column]) for row in rows]
        points = [(x(c), y(v / values[0])) for c, v in zip(entries, values)]
        drawn.append((points, values, column, name, colour))
    for points, values, column, name, colour in sorted(drawn, key=lambda curve: -curve[0][-1][1]):
        path = "L".join(f"{px:.0f} {py:.0f}" for px, py in points)
        print(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        unit = rows[-1][column + 1]
        # Names that would lie on each other go one above the other.
        low = min(points[-1][1] + 4, low - 14)
        print(
            f'<text x="{points[-1][0] + 8:.0f}" y="{low:.0f}" fill="{colour}">'
            f"{name}: {values[-1]:g} {unit}</text>"
        )
    print("</svg>")


if __name__ == "__main__":
    main(sys.stdin.readlines())
