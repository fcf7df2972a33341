"""Forms with other eyes: pyxform, which KoboToolbox and ODK use, takes every survey that the program writes, and the program
takes a form that openpyxl wrote.

    cargo build && python3 tests/forms.py target/debug/takafou
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
from pyxform.xls2xform import convert

program = Path(sys.argv[1]).resolve()
root = Path(__file__).parent.parent

with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    for survey in ["diagnostic", "evaluation", "needs", "priorities"]:
        form = folder / f"{survey}.xlsx"
        written = subprocess.run([program, "export", "--xlsform", survey], cwd=root, check=True, capture_output=True)
        form.write_bytes(written.stdout)
        taken = convert(form, validate=False)
        assert not taken.warnings, (survey, taken.warnings)
        assert taken.xform.count("<bind") > 10 and 'lang="Arabic (ar)"' in taken.xform, survey

    book = openpyxl.Workbook()
    sheets = {
        "survey": [
            ["type", "name", "label::Français (fr)", "label::العربية (ar)", "relevant"],
            ["end", "end"],
            ["select_one yn", "member", "Êtes-vous membre ?", "هل أنت عضو(ة)؟"],
            ["integer", "years", "Depuis combien d'années ?", "منذ كم سنة؟", "${member} = 1"],
        ],
        "choices": [
            ["list_name", "name", "label::Français (fr)", "label::العربية (ar)"],
            ["yn", 1, "Oui", "نعم"],
            ["yn", 0, "Non", "لا"],
        ],
        "settings": [["form_title", "form_id"], ["عضوية", "membership"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(folder / "form.xlsx")
    assert not convert(folder / "form.xlsx", validate=False).warnings
    for part in ["dialogs", "locales"]:
        shutil.copytree(root / part, folder / part)
    run = lambda *words: subprocess.run([program, *words], cwd=folder, capture_output=True, text=True)
    imported = run("import", "form.xlsx")
    assert imported.returncode == 0, imported.stderr
    assert 'when = "member is c1"' in (folder / "dialogs/membership.toml").read_text()
    checked = run("check")
    assert checked.returncode == 0, checked.stdout
    walked = subprocess.run(
        [program, "try", "membership", "--lang", "fr"], cwd=folder, capture_output=True, text=True, input="#1\n#1\n12\n"
    )
    assert "Depuis combien d'années" in walked.stdout and "12" in walked.stdout, walked.stdout + walked.stderr
    again = run("import", "form.xlsx")
    assert again.returncode == 1 and "--replace" in again.stderr, again.stderr
    book["survey"].append(["geopoint", "where", "Où ?", "أين؟"])
    book.save(folder / "form.xlsx")
    refused = run("import", "form.xlsx", "--replace")
    assert refused.returncode == 1 and "row 5, column type: geopoint is not asked in a chat" in refused.stderr, refused.stderr

print("pyxform takes four surveys; a form of openpyxl's is imported, checked and walked")
