"""Counts again, with pandas, what coordinators take away: every cell of the tables, the workbook, the words of every chart,
and the numbers of the report. It shares nothing with the program but the survey files and the labels.

    TAKE_AWAY=FOLDER cargo test --test take_away && python3 tests/recount.py FOLDER
"""

import io
import json
import re
import sys
import tomllib
from pathlib import Path

import openpyxl
import pandas as pd
import pypdf

FEWEST = 5
# By how many people a number of a group is moved at most; below how many answers a group has words; what these mean.
MOVED, WORDS_BELOW = 3, 20
WORDS_FOR = {
    "peu ou personne": (0, 1 / 3), "une minorité": (0.2, 0.4), "environ la moitié": (1 / 3, 2 / 3),
    "la majorité": (0.6, 1), "presque l'ensemble": (0.8, 1),
}
ROOT = Path(__file__).parent.parent
PROFILE = ["body", "role", "sex", "area", "age"]
checked = {"tables": 0, "workbook": 0, "charts": 0, "report": 0}


def options(question, dialog):
    """Option ids and codes, as the file has them; a ranking has those of what it ranks."""
    if question["kind"] == "rank":
        question = next(q for q in dialog if q["id"] == question["from"])
    return {option.split("=")[0]: option.split("=")[-1] for option in question.get("options", [])}


def labels(path):
    """Fluent's attributes, `D1.lighting` to label."""
    found, at = {}, None
    for line in (ROOT / path).read_text().splitlines():
        if head := re.match(r"([\w-]+) =", line):
            at = head[1]
        elif attribute := re.match(r"    \.([\w-]+) = (.*)", line):
            found[f"{at}.{attribute[1]}"] = attribute[2]
    return found


def rounded(number, digits=0):
    """As people round: a half goes up."""
    return int(number * 10**digits + 0.5 + 1e-9) / 10**digits


def share(n, of):
    return f"{int(rounded(100 * n / of))}%"


def shares(counts):
    """Percentages that come to 100: largest remainder first, then the larger part, then the first."""
    whole = sum(counts)
    found = [100 * n // whole for n in counts]
    order = sorted(range(len(counts)), key=lambda at: (-(100 * counts[at] % whole), -counts[at], at))
    for at in order[: 100 - sum(found)]:
        found[at] += 1
    return [f"{n}%" for n in found]


def decimal(number):
    return f"{rounded(number, 1):.1f}".replace(".", ",")


def bare(text):
    return re.sub(r"[\u2066-\u2069\u200b\u200e\u200f]", "", text).replace("\u00a0", " ").replace("\u202f", " ")


class Survey:
    def __init__(self, folder, name):
        self.name, self.labels = name, labels(f"locales/fr/{name}.ftl")
        file = tomllib.loads((ROOT / f"dialogs/{name}.toml").read_text())
        self.dialog, self.anonymous = file["question"], file["answers"] == "anonymous"
        self.kinds = {q["id"]: q for q in self.dialog}
        self.codes = {q["id"]: options(q, self.dialog) for q in self.dialog}
        taken = json.loads((folder / f"{name}-fr.json").read_text())
        self.pictures, self.raw = taken["pictures"], {one["response"]: one for one in taken["said"]}
        rows = []
        for one in taken["said"]:
            pick = lambda id: (one["answers"].get(id) or {}).get("picks", [None])[0] if id in one["answers"] else None
            sex, area = (pick("P1"), pick("P2")) if self.anonymous else (one["sex"], one["area"])
            whose = dict(zip(PROFILE, [one["body"], one["role"], sex, area, one["age"]]))
            whose = {of: None if said in ("pna", "withheld") else said for of, said in whose.items()}
            for key, value in one["answers"].items():
                question, _, item = key.partition(".")
                for kind, said in [] if value == "skipped" else value.items():
                    said = said if isinstance(said, list) else [said]
                    rows += [{"response": one["response"], "question": question, "item": item, "kind": kind,
                              "part": part, "said": of, **whose} for part, of in enumerate(said)]
        self.said = pd.DataFrame(rows)
        self.topics = dict(list(self.said.groupby(["question", "item"])))

    def to(self, key, by=None, group=None):
        """What was said to a topic, by one group; on a scale or among numbers, what was picked beside it does not count."""
        question, _, item = key.partition(".")
        of = self.topics.get((question, item), self.said[:0])
        if self.kinds[question]["kind"] in ("scale", "number"):
            of = of[of.kind == "numbers"]
        return of if by is None else of[of[by] == group]

    def pair(self, question, by=None, group=None):
        """Of those who rated both: a column before, a column after."""
        of = self.said[(self.said.question == question) & (self.said.kind == "numbers")]
        of = of if by is None else of[of[by] == group]
        return of.pivot(index="response", columns="item", values="said")[self.kinds[question]["each"]].dropna()

    def is_pair(self, question):
        question = self.kinds[question]
        return question["kind"] == "scale" and isinstance(question.get("each"), list) and len(question["each"]) == 2

    def cell(self, key, code, by=None, group=None):
        """What a cell of the workbook must hold: a count, points, or a mean."""
        question = self.kinds[key.partition(".")[0]]
        if self.is_pair(question["id"]):
            both = self.pair(question["id"], by, group)
            if code == "n":
                return len(both)
            before, after = both.mean()
            return {"change": after - before}.get(code, both[code].mean() if code in both else None)
        of = self.to(key, by, group)
        if code == "n":
            return of.response.nunique()
        if question["kind"] == "scale":
            return of.said.mean() if code == "mean" else (of.said.astype(int) == int(code)).sum()
        if question["kind"] == "number":
            field, _, what = code.rpartition(" ")
            numbers = of[of.part == (question["fields"].index(field) if field else 0)].said
            return numbers.mean() if what == "mean" else numbers.median()
        id = next((id for id, known in self.codes[question["id"]].items() if known == code), code)
        of = of[of.said == id]
        return (question["top"] - of.part).sum() if question["kind"] == "rank" else len(of)

    def tables(self, folder):
        """The wide and the long table hold each answer once, by its code."""
        wide = pd.read_csv(folder / f"{self.name}-fr-wide.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        long = pd.read_csv(folder / f"{self.name}-fr-long.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        assert set(wide.response) == set(self.raw) and len(wide) == len(self.raw)
        kept = self.said[~self.said.question.isin([q["id"] for q in self.dialog if q.get("apart") or (self.anonymous and q.get("profile"))])]
        code = lambda row: self.codes[row.question].get(row.said, str(row.said)) if row.kind == "picks" else str(row.said)
        kept = kept[kept.kind.isin(["picks", "numbers", "text"])].assign(code=lambda of: of.apply(code, axis=1))
        cells = wide.set_index("response").to_dict()
        for (response, question, item), of in kept.groupby(["response", "question", "item"]):
            column = f"{question}.{item}" if item else question
            shown = cells[column][response]
            assert shown == " ".join(of.code), (response, column, shown)
            checked["tables"] += 1
        given = long[~long.code.isin(["skipped", "voice"])]
        count = lambda of: of.groupby(["question", "item", "code"]).size().to_dict()
        assert count(given) == count(kept), "the long table"
        for row in given[given.question.map(lambda id: bool(self.kinds[id].get("fields")))].itertuples():
            name = self.labels[f"{row.question}.{row.part}"]
            assert row.label == f"{name} {row.code}", ("a number is labelled by its own field", row)
        counts = {key: n for key, n in kept.groupby(["question", "item"]).response.nunique().items()}
        for (question, item), n in counts.items():
            column = wide[f"{question}.{item}" if item else question]
            assert n == (~column.isin(["", "skipped", "voice"])).sum(), (question, item)

    def group(self, by, label):
        return label if by == "body" else SIGNUP[by][label]

    def workbook(self, folder):
        book = openpyxl.load_workbook(folder / f"{self.name}-fr.xlsx")
        for sheet in book.worksheets[1:-1]:
            by, groups = None, []
            for row in sheet.iter_rows(values_only=True, min_row=3):
                if row[0] == "Code":
                    by = BY.get(row[1])
                    groups = [None] if by is None else [self.group(by, label) for label in row[2:] if label]
                elif row[0] is not None:
                    for column, group in enumerate(groups, 2):
                        wanted, shown = self.cell(sheet.title, str(row[0]), by, group), row[column]
                        at = (self.name, sheet.title, row, group, wanted)
                        assert shown is not None, ("a cell that shows nothing says so", at)
                        if by is None:
                            assert abs(shown - wanted) < 1e-9, at
                        else:
                            self.moved(sheet.title, str(row[0]), by, group, shown, wanted, at)
                        checked["workbook"] += 1

    def moved(self, key, code, by, group, shown, wanted, at):
        """A number of a group is at most MOVED from the true one, and below FEWEST there are words; small groups have words."""
        n = self.cell(key, "n", by, group)
        question = self.kinds[key.partition(".")[0]]
        if code == "n":
            assert n >= FEWEST and abs(shown - n) <= MOVED, at
        elif isinstance(shown, str) and (shown == "–" or shown.startswith("rang")):
            assert question["kind"] == "rank" and n - MOVED < WORDS_BELOW, at
        elif isinstance(shown, str):
            low, high = WORDS_FOR[shown]
            few = shown == "peu ou personne"
            right = lambda count, of: low <= count / max(of, 1) <= high or (few and of >= WORDS_BELOW)
            near = range(-MOVED, MOVED + 1)
            small = self.small(key, code, by, group)
            assert any(right(min(max(0, small + a), n + b), n + b) for a in near for b in near), at
        elif question["kind"] == "rank":
            assert abs(shown - wanted) <= MOVED * 6, at
        elif self.is_pair(question["id"]) or code == "mean":
            assert abs(shown - wanted) <= 0.35 + 12 / n, at
        else:
            assert n + MOVED >= WORDS_BELOW and shown >= FEWEST and abs(shown - wanted) <= MOVED, at

    def small(self, key, code, by, group):
        """How many people a cell is of."""
        question = self.kinds[key.partition(".")[0]]
        if question["kind"] not in ("one", "many", "scale", "rank") or self.is_pair(question["id"]) or code == "n":
            return self.cell(key, "n", by, group)
        if question["kind"] != "rank":
            return self.cell(key, code, by, group)
        of = self.to(key, by, group)
        return (of.said == next(id for id, known in self.codes[question["id"]].items() if known == code)).sum()

    def charts(self, folder):
        """The words of every chart: each count, share, mean, median and change in its lines is right for its label."""
        texts, common = labels(f"locales/fr/{self.name}.ftl"), labels("locales/fr/common.ftl")
        topics = [sheet for sheet in openpyxl.load_workbook(folder / f"{self.name}-fr.xlsx", read_only=True).sheetnames[1:-1]]
        report = bare("".join(page.extract_text() for page in pypdf.PdfReader(folder / f"{self.name}-fr.pdf").pages))
        report = re.sub(r"\s", "", report)
        for picture in self.pictures:
            key = topics[picture["at"]]
            question = self.kinds[key.partition(".")[0]]
            id, by = question["id"], picture["by"]
            lines = [[part.strip() for part in line.split(" · ")] for line in bare(picture["says"]).splitlines()[1:]]
            if by is not None or question["kind"] in ("number",):
                continue  # the workbook's splits are the same figures
            if self.is_pair(id):
                before, after = self.pair(id).mean()
                wanted = [[decimal(before), decimal(after)]]
                assert [line[1:3] for line in lines] == wanted, (key, lines, wanted)
            elif question["kind"] == "scale":
                of = self.to(key)
                n = len(of)
                points = range(question.get("from", 1), question.get("to", 5) + 1)
                shown = [re.search(r"(\d+) %$", part)[1] + "%" for part in lines[0][1:-2]]
                wanted = shares([int((of.said.astype(int) == point).sum()) for point in points])
                assert shown == wanted and lines[0][-1] == str(n), (key, lines, wanted)
                assert lines[0][-2].endswith(decimal(of.said.mean())), (key, lines)
            else:
                names = question.get("labels", id) if question["kind"] != "rank" else question["from"]
                of = {texts.get(f"{names}.{option}", common.get(f"options.{option}", option)): code for option, code in self.codes[id].items()}
                n = self.cell(key, "n")
                order = [known for known in self.codes[id].values()]
                parts = dict(zip(order, shares([int(self.cell(key, code)) for code in order]))) if question["kind"] == "one" else {}
                for label, *said in lines:
                    code = next((code for known, code in of.items() if bare(known) == label), None)
                    assert code is not None, (key, label, list(of))
                    wanted = self.cell(key, code)
                    percent = parts.get(code, share(wanted, n)).replace("%", " %")
                    right = [str(wanted)] if question["kind"] == "rank" else [str(wanted), percent]
                    assert said == right, (key, label, said, right)
                    checked["charts"] += 1
                    if sum(topic.partition(".")[0] == id for topic in topics) <= 3:
                        assert re.sub(r"\s", "", f"{said[0]}") in report and re.sub(r"\s", "", label) in report, (key, label)
                        checked["report"] += 1
                continue
            checked["charts"] += 1


BY = {"par sexe": "sex", "par milieu": "area", "par âge": "age", "par qualité": "role", "par instance": "body"}
WORDS = labels("locales/fr/common.ftl") | labels("locales/fr/signup.ftl")
SIGNUP = {
    question["id"]: {WORDS.get(f"{question['id']}.{id}", WORDS.get(f"options.{id}")): id for id in options(question, [])}
    for question in tomllib.loads((ROOT / "dialogs/signup.toml").read_text())["question"]
}

if __name__ == "__main__":
    taken = Path(sys.argv[1])
    for name in ["diagnostic", "evaluation", "needs", "priorities"]:
        survey = Survey(taken, name)
        survey.tables(taken)
        survey.workbook(taken)
        survey.charts(taken)
    assert all(n > 100 for n in checked.values()), checked
    print("counted again and right:", ", ".join(f"{n} in the {where}" for where, n in checked.items()))
