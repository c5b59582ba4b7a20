"""Reads a workbook as XML, with no help from what wrote it."""

import re
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Workbook:
    """Sheets by name: rows of cells as text, number or None."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.strings = self._strings()
        book = ElementTree.fromstring(self.parts["xl/workbook.xml"])
        places = {
            one.get("Id"): one.get("Target")
            for one in ElementTree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        }
        self.xml = {
            sheet.get("name"): ElementTree.fromstring(
                self.parts[f"xl/{places[sheet.get(RELATION)]}"]
            )
            for sheet in book.iter(f"{MAIN}sheet")
        }

    def _strings(self):
        root = ElementTree.fromstring(self.parts["xl/sharedStrings.xml"])
        return ["".join(t.text or "" for t in item.iter(f"{MAIN}t")) for item in root]

    def rows(self, sheet):
        """Cells by column number, row by row, empty ones too."""
        found = {
            int(row.get("r")): {
                _column(cell.get("r")): self._cell(cell) for cell in row.iter(f"{MAIN}c")
            }
            for row in self.xml[sheet].iter(f"{MAIN}row")
        }
        return [found.get(number, {}) for number in range(1, max(found) + 1)]

    def _cell(self, cell):
        value = cell.find(f"{MAIN}v")
        if value is None:
            return None
        return self.strings[int(value.text)] if cell.get("t") == "s" else float(value.text)

    def table(self, sheet, first):
        """Rows below the head that begins with `first`, by name of column; doubled names count."""
        rows = self.rows(sheet)
        at = next(i for i, row in enumerate(rows) if row.get(0) == first and row.get(1) is not None)
        names = {}
        for column, name in rows[at].items():
            names[column] = name if name not in names.values() else f"{name} {column}"
        found = []
        for row in rows[at + 1 :]:
            if all(cell is None for cell in row.values()):
                break
            found.append({names[i]: row.get(i) for i in names})
        return found


def _column(place):
    number = 0
    for letter in re.match("[A-Z]+", place)[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
