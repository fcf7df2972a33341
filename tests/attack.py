"""Attacks what is released of random populations with an integer program (HiGHS, through scipy).

`tests/attack/main.rs` writes the populations. The attacker knows who took part, with everybody's profile; the exact whole;
every number of every split (more than the words and rounded shares that are given out); the rule by which numbers are moved;
and, a second time, one answer more: one respondent's own. For each profile or hidden group of one to four people, and each
option, she computes the least and the most of them who can have said it.

Usage: attack.py FILE [POPULATIONS [CELLS]]: exits with 1 if an answer is determined, or known to within one, beyond what
the exact whole says by itself.
"""

import collections
import json
import random
import sys

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

DIMENSIONS = ["sex", "area", "age", "role", "body"]
MOVED = 3
SMALL = 4


class Program:
    """Unknown: how many people of each profile are in each category. Known: sums of them, exactly or as a range."""

    def __init__(self, sizes, categories):
        self.sizes, self.categories = sizes, categories
        self.rows, self.low, self.high = [], [], []

    def know(self, cells, low, high):
        """The sum of these cells, a cell that is named twice counts twice."""
        self.rows.append(cells)
        self.low.append(low)
        self.high.append(high)

    def close(self):
        columns = [cell for row in self.rows for cell in row]
        starts = numpy.cumsum([0] + [len(row) for row in self.rows])
        shape = (len(self.rows), len(self.sizes) * self.categories)
        self.matrix = csr_matrix((numpy.ones(len(columns)), columns, starts), shape=shape)
        self.matrix.sum_duplicates()
        self.most = numpy.repeat(numpy.array(self.sizes, float), self.categories)

    def bounds(self, cells, rows=None, own=None):
        """The least and the most that these cells can come to. `rows`: so many of the known sums; `own`: this cell holds one."""
        goal = numpy.zeros(len(self.most))
        goal[cells] = 1
        least = numpy.zeros(len(self.most))
        if own is not None:
            least[own] = 1
        known = LinearConstraint(self.matrix[:rows], self.low[:rows], self.high[:rows])
        found = []
        for sign in (1, -1):
            result = milp(sign * goal, constraints=known, integrality=numpy.ones(len(goal)), bounds=Bounds(least, self.most))
            if result.status != 0:
                raise SystemExit(f"the true world is not possible: {result.message}")
            found.append(round(sign * result.fun))
        return found


def variables(town):
    """The category of each respondent, and for each option that is shown its category."""
    chosen, options = town["chosen"], town["options"]
    if town["kind"] == "many":
        for option in range(options):
            yield [2 if not picks else int(option in picks) for picks in chosen], 3, {option: 1}
    else:
        yield [picks[0] if picks else options for picks in chosen], options + 1, {option: option for option in range(options)}


def program(town, of, categories, shown):
    profiles = [tuple(profile) for profile in town["people"]]
    kinds = sorted(set(profiles), key=str)
    sizes = [profiles.count(kind) for kind in kinds]
    whole = Program(sizes, categories)
    cell = lambda kind, category: kind * categories + category
    for kind, size in enumerate(sizes):
        whole.know([cell(kind, category) for category in range(categories)], size, size)
    for category in range(categories):
        whole.know([cell(kind, category) for kind in range(len(kinds))], of.count(category), of.count(category))
    exact = len(whole.rows)
    for at, dimension in enumerate(DIMENSIONS):
        for group, (n, counts) in town["splits"].get(dimension, {}).items():
            inside = [kind for kind, profile in enumerate(kinds) if profile[at] == group]
            size = sum(sizes[kind] for kind in inside)
            within = lambda number, most: (max(0, number - MOVED), size if number >= most else min(size, number + MOVED))
            whole.know([cell(kind, c) for kind in inside for c in range(categories - 1)], *within(n, size))
            for option, category in shown.items():
                # No more are shown than are shown to have answered: there may be more.
                whole.know([cell(kind, category) for kind in inside], *within(counts[option], min(n, size)))
    whole.close()
    return whole, kinds, sizes, exact


def small_groups(kinds, sizes, splits):
    """Profiles of one to four people, and groups so small, each as a list of profiles."""
    found = [[kind] for kind, size in enumerate(sizes) if size <= SMALL]
    for at in range(len(DIMENSIONS)):
        for group in {kind[at] for kind in kinds if kind[at] is not None}:
            inside = [kind for kind, profile in enumerate(kinds) if profile[at] == group]
            if len(inside) > 1 and sum(sizes[kind] for kind in inside) <= SMALL:
                found.append(inside)
    return found


def attack(town, chance, cells, found):
    for of, categories, shown in variables(town):
        whole, kinds, sizes, exact = program(town, of, categories, shown)
        targets = [(group, category) for group in small_groups(kinds, sizes, town["splits"]) for category in range(categories)]
        for group, category in chance.sample(targets, min(cells, len(targets))):
            wanted = [kind * categories + category for kind in group]
            one = chance.randrange(len(of))
            own = kinds.index(tuple(town["people"][one])) * categories + of[one]
            for name, me in (("alone", None), ("with an own answer", own)):
                alone, all_ = whole.bounds(wanted, exact, me), whole.bounds(wanted, None, me)
                found[name, "cells"] += 1
                width = all_[1] - all_[0]
                if alone[1] > alone[0] and width == 0:
                    found[name, "determined"] += 1
                if alone[1] - alone[0] > 1 and width == 1:
                    found[name, "known to within one"] += 1
                if alone[0] == 0 and all_[0] > 0:
                    found[name, "at least one of few"] += 1


def seen(town):
    """How many answers are in groups that are shown, of all answers of all dimensions that have groups."""
    answered = [profile for profile, picks in zip(town["people"], town["chosen"]) if picks]
    visible = all_ = 0
    for at, dimension in enumerate(DIMENSIONS):
        if len({profile[at] for profile in town["people"]}) < 2:
            continue
        groups = town["splits"].get(dimension, {})
        all_ += len(answered)
        visible += sum(profile[at] in groups for profile in answered)
    return visible, all_


def scale(sizes, points, total):
    """People of these profiles on a scale from 1, of whom the exact mean is known: the sum of their points is `total`."""
    people = Program(sizes, points)
    for kind, size in enumerate(sizes):
        people.know(range(kind * points, (kind + 1) * points), size, size)
    people.know([kind * points + at for kind in range(len(sizes)) for at in range(points) for _ in range(at + 1)], total, total)
    return people


def known_leaks():
    """What was found in tables with exact numbers, exact means and empty cells: the attacker must find it again."""
    # Eight people, mean 2.25 on a scale of five, nobody at its ends: six or seven said 2.
    eight = scale([8], 5, 18)
    for end in (0, 4):
        eight.know([end], 0, 0)
    eight.close()
    assert eight.bounds([1]) == [6, 7], eight.bounds([1])
    assert eight.bounds([1], own=3) == [7, 7], "a woman who said 4 knows all others"
    # A body of one rural and 24 urban members, mean 3.72, «4» = 7; of the urban nobody said 2. Odd and even tell that the
    # rural one said 2.
    body = scale([1, 24], 5, 93)
    body.know([3, 8], 7, 7)
    body.know([6], 0, 0)
    body.close()
    assert body.bounds([1]) == [1, 1], body.bounds([1])
    # Two tables of the same people: nobody of the old said no, nobody of body 1 said that they do not know.
    both = Program([2], 3)
    both.know(range(3), 2, 2)
    both.know([1], 0, 0)
    both.know([2], 0, 0)
    both.close()
    assert both.bounds([0]) == [2, 2]
    # Whole and one group exactly: the rest follows.
    rest = Program([5, 1], 2)
    for kind, size in ((0, 5), (1, 1)):
        rest.know([2 * kind, 2 * kind + 1], size, size)
    rest.know([0, 2], 4, 4)
    rest.know([0], 3, 3)
    rest.close()
    assert rest.bounds([2]) == [1, 1]
    # A row per response without sex, beside exact numbers of women for each option: the rows of women are found. With
    # numbers that are moved by as much as ours, no row is.
    rows = [(0, 0, 2), (1, 0, 1), (2, 1, 0), (0, 2, 0), (1, 1, 2), (2, 2, 1), (0, 1, 1), (2, 0, 0)]
    women = {1, 4, 6}
    assert named(rows, women, 0) == len(rows), "all rows are named"
    assert named(rows, women, MOVED) == 0


def named(rows, women, moved):
    """Of how many rows one learns whether it is a woman's, if the numbers of women for each option are known to within `moved`."""
    people = Program([1] * len(rows), 2)
    for row in range(len(rows)):
        people.know([2 * row, 2 * row + 1], 1, 1)
    people.know([2 * row for row in range(len(rows))], len(women), len(women))
    for question in range(len(rows[0])):
        for option in {row[question] for row in rows}:
            count = sum(rows[row][question] == option for row in women)
            cells = [2 * row for row in range(len(rows)) if rows[row][question] == option]
            people.know(cells, max(0, count - moved), count + moved)
    people.close()
    return sum(low == high for low, high in (people.bounds([2 * row]) for row in range(len(rows))))


def main():
    known_leaks()
    populations = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    cells = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    towns = [json.loads(line) for line in open(sys.argv[1])][:populations]
    chance, found, by_size = random.Random(1), collections.Counter(), collections.defaultdict(list)
    for town in towns:
        attack(town, chance, cells, found)
        by_size[len(town["people"])].append(seen(town))
    for size, counts in sorted(by_size.items()):
        visible, all_ = map(sum, zip(*counts))
        print(f"{size} people, {len(counts)} populations: {100 * visible // max(all_, 1)} % of the answers are seen in splits")
    bad = 0
    for name in ("alone", "with an own answer"):
        numbers = {what: found[name, what] for what in ("cells", "determined", "known to within one", "at least one of few")}
        print(f"{len(towns)} populations, {name}: {numbers}")
        bad += numbers["determined"] + numbers["known to within one"]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
