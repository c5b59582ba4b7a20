"""Every kind of picture is drawn as it says, in figures that leave no trace."""

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import samples

pytest.importorskip("matplotlib", reason="needs the extra plot: pip install '.[plot]'")

from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from funnelsim.errors import OutputError, UsageError
from funnelsim.reports import plot
from funnelsim.reports.pictures import KINDS
from funnelsim.reports.plot.canvas import style
from funnelsim.reports.plot.palette import ROLES, colour, colours


def drawn(picture, **more):
    """The axes of a picture, its places worked out; no warning is passed over."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot.draw(picture, currency="USD", **more)
    with style():
        ax.get_figure().draw_without_rendering()
    return ax


def texts(ax):
    """Everything that is written on axes."""
    found = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label,
             ax.yaxis.label, ax.title]  # fmt: skip
    if ax.get_legend():
        found += ax.get_legend().get_texts()
    return [one.get_text().replace(r"\$", "$") for one in found if one.get_text()]


def bars_of(ax):
    return [(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in ax.patches]


def test_there_is_a_sample_of_every_kind():
    assert {picture["kind"] for picture in samples.EVERY.values()} == set(KINDS)


@pytest.mark.parametrize("name", samples.EVERY)
def test_nothing_that_is_written_lies_outside_the_figure(name):
    ax = drawn(samples.EVERY[name], finding="A sentence. " * 30)
    figure = ax.get_figure()
    width, height = figure.bbox.size
    for text in [*figure.texts, *ax.texts, *_ticks(ax)]:
        if text.get_text().strip():
            box = text.get_window_extent()
            assert box.x0 > -2, text
            assert box.y0 > -2, text
            assert box.x1 < width + 2, text
            assert box.y1 < height + 2, text


def _ticks(ax):
    """Texts of ticks that are in view."""
    for side, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        for tick in side.get_major_ticks():
            if side.get_visible() and ax.axison and min(ends) <= tick.get_loc() <= max(ends):
                yield tick.label1


@pytest.mark.parametrize("picture", samples.nasty(), ids=lambda picture: picture["kind"])
def test_names_are_plain_text_however_nasty(picture):
    ax = drawn(picture, finding=samples.NASTY)
    assert any("<script>alert('" in text for text in texts(ax) + _headings(ax))
    for text in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]:
        assert not text._preprocess_math(text.get_text())[1], text  # no formula
        assert "\u202e" not in text.get_text()


def _headings(ax):
    return [ax.get_figure().get_suptitle()]


def test_curves_show_values_bands_and_marks():
    picture = samples.fan()
    ax = drawn(picture)
    (line,) = [one for one in ax.lines if len(one.get_xdata()) == 12]
    assert line.get_ydata().tolist() == picture["lines"][0]["values"]
    widest = picture["lines"][0]["bands"][0]
    corners = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert (corners.min(), corners.max()) == (min(widest["low"]), max(widest["high"]))
    found = texts(ax)
    assert {"$500k", "$1M", "Jan 2027", "target $1M", "end of the target"} <= set(found)
    upright = next(one for one in ax.lines if list(one.get_xdata()) == [9.0, 9.0])
    assert to_hex(upright.get_color()) == colour("target")


def test_a_gap_in_a_curve_stays_a_gap():
    ax = drawn(samples.sweep())
    line = ax.lines[1]
    assert np.isnan(line.get_ydata()[0])
    assert np.isfinite(line.get_ydata()[1:]).all()
    assert line.get_drawstyle() == "steps-post"
    whiskers = [c.get_segments()[0][:, 1] for c in ax.collections if hasattr(c, "get_segments")]
    assert np.allclose(whiskers[3], samples.sweep()["lines"][0]["ends"][3])


def test_durations_on_a_logarithmic_axis_have_ticks_that_people_use():
    ax = drawn(samples.delay())
    assert {"15 min", "1 h", "4 h", "24 h"} <= set(texts(ax))


def test_a_histogram_has_its_bins():
    picture = samples.histogram()
    (stairs,) = drawn(picture).patches[:1]
    assert stairs.get_data().edges.tolist() == picture["edges"]
    assert stairs.get_data().values.tolist() == picture["series"][0]["shares"]


def test_a_flow_is_as_high_as_what_flows():
    picture = samples.flow()
    ax = drawn(picture)
    boxes = [patch for patch in ax.patches if hasattr(patch, "get_height")]
    heights = dict(zip((n["name"] for n in picture["nodes"]), boxes, strict=True))
    unit = heights["leads"].get_height() / 1000
    for name, leads in {"mql": 420, "sql": 210, "won": 60.5, "faded": 580}.items():
        assert heights[name].get_height() == pytest.approx(leads * unit)
    assert "leads\n1,000" in texts(ax)


@pytest.mark.parametrize("large", [False, True])
def test_a_waterfall_ends_where_its_parts_lead(large):
    picture = samples.waterfall(large)
    ax = drawn(picture)
    bars = bars_of(ax)
    level = picture["steps"][0]["value"]
    for (x, _, width, _), step in zip(bars[1:-1], picture["steps"][1:-1], strict=True):
        assert {round(x), round(x + width)} == {round(level), round(level + step["value"])}
        level += step["value"]
    x, _, width, _ = bars[-1]
    assert x + width == pytest.approx(picture["steps"][-1]["value"]) == pytest.approx(level)
    begins = [text for text in texts(ax) if "axis begins at" in text]
    # Only where parts would be slivers does the axis not begin at 0, and it says so.
    assert bool(begins) == large
    assert (ax.get_xlim()[0] > 0) == large
    assert "-$320k" in texts(ax)


def test_a_forest_says_why_there_is_no_interval():
    picture = samples.forest()
    ax = drawn(picture)
    ends = [c.get_segments()[0][:, 0].tolist() for c in ax.collections]
    assert ends == [row["ends"] for row in picture["rows"] if row["ends"]]
    found = texts(ax)
    assert "too rare" in found
    assert "$0,  identical: reps has no effect" in found
    assert "$30k,  $8k to $52k" in found
    assert 0.0 in [one.get_xdata()[0] for one in ax.lines]


def test_a_tornado_shows_both_settings():
    ax = drawn(samples.tornado())
    widths = [round(p.get_width()) for p in ax.patches]
    assert widths == [-240_000, -120_000, -80_000, 10_000, 260_000, 90_000, 85_000, 40_000]
    assert {"18 %", "32 %", "low setting"} <= set(texts(ax))


def test_a_heat_map_has_its_numbers_and_its_frame():
    picture = samples.heat()
    ax = drawn(picture)
    cells = ax.collections[0].get_array()
    assert np.ma.getmaskarray(cells).sum() == 11  # Sunday is not known
    assert cells[0, 2] == picture["values"][0][2]
    (frame,) = ax.patches
    assert (frame.get_x(), frame.get_y()) == pytest.approx((1.54, -0.46))
    assert "12" in texts(ax)


def test_differences_are_coloured_apart_from_nothing():
    picture = samples.heat() | {"values": [[-1.0, 3.0], [0.0, None]], "columns": ["a", "b"],
                                "rows": ["c", "d"], "best": []}  # fmt: skip
    assert drawn(picture).collections[0].get_clim() == (-3.0, 3.0)


def test_points_have_names_that_do_not_overlap():
    ax = drawn(samples.points())
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 4
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert ax.lines[0].get_ydata().tolist() == [350_000.0, 423_000.0]


def test_stacked_bars_stand_on_one_another():
    bars = bars_of(drawn(samples.bars(stacked=True)))
    assert bars[4][1] == pytest.approx(0.5)
    assert bars[4][3] == pytest.approx(0.1)
    beside = bars_of(drawn(samples.bars()))
    assert beside[4][1] == 0
    lying = bars_of(drawn(samples.bars(lying=True)))
    assert lying[0][2] == pytest.approx(0.5)


def test_what_is_below_nothing_is_stacked_downwards():
    picture = samples.bars(stacked=True)
    picture["series"][1]["values"] = [-0.1, -0.2, 0.1, None]
    bars = bars_of(drawn(picture))
    assert [bars[4 + i][1] for i in range(3)] == pytest.approx([0.0, 0.0, 0.15])


def test_lives_have_their_spans_and_happenings():
    ax = drawn(samples.life())
    spans = [(x, x + width) for x, _, width, _ in bars_of(ax)]
    assert spans == [(0, 41), (41, 47.5), (0, 41), (41, 47.5), (47.5, 92)]
    assert {"touch", "goes cold", "won", "as it is"} <= set(texts(ax))
    places = [one.get_xdata()[0] for one in ax.lines]
    assert places == [3.0, 12.0, 41.0, 47.5, 3.0, 41.0, 48.0, 92.0]


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_with_nothing_in_them_are_drawn_too(kind):
    picture = next(p for p in samples.EVERY.values() if p["kind"] == kind)
    empty = {key: [] if isinstance(value, list) else value for key, value in picture.items()}
    drawn(empty)


def test_the_readers_axes_are_used_and_the_style_stays_there():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    figure = Figure()
    mine = figure.add_subplot()
    assert plot.draw(samples.fan(), mine, "EUR", "long " * 50, "Revenue") is mine
    assert mine.get_title("left") == "Revenue"
    assert figure.get_suptitle() == ""
    assert dict(mpl.rcParams) == before


def test_every_role_has_a_colour_of_its_own_in_a_picture():
    import typing

    from funnelsim.reports.pictures import Role

    assert set(ROLES) == set(typing.get_args(Role))
    chosen = colours(["main", "other", "other", "other", "main", "muted"])
    assert chosen[:2] == [ROLES["main"], ROLES["other"]]
    assert len(set(chosen)) == 6


VISION = {
    "full": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
"""Linear RGB as it is seen (Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009))."""

TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(paint, vision):
    """CIE Lab of a colour as it is seen."""
    rgb = np.array([int(paint[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(VISION[vision]) @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_roles_are_told_apart_by_every_colour_vision(vision):
    roles = ("main", "other", "muted", "good", "bad", "cold", "target")
    seen = [lab(ROLES[role], vision) for role in roles]
    apart = {(roles[i], roles[j]): np.linalg.norm(seen[i] - seen[j])
             for i in range(len(roles)) for j in range(i)}  # fmt: skip
    # 2.3 is just noticeable; lines and bars that lie apart need several times as much.
    assert min(apart.values()) > 12, min(apart, key=apart.get)


class TestSave:
    REPORT = {  # noqa: RUF012
        "schema": "funnelsim.report/1", "run": {"currency": "JPY"},
        "cards": [
            {"id": "a-fan", "picture": samples.fan(), "finding": "It grows.", "title": "Fan"},
            {"id": "text", "picture": None, "finding": "Only words.", "title": "Words"},
            {"id": "../../b", "picture": samples.flow(), "finding": samples.NASTY,
             "title": samples.NASTY},
        ],
    }  # fmt: skip

    def test_every_picture_is_a_file_in_its_folder(self, tmp_path):
        made = plot.save(self.REPORT, tmp_path / "figures", ("png", "svg"))
        assert [path.name for path in made] == ["a-fan.png", "a-fan.svg", "b.png", "b.svg"]
        assert {path.parent for path in made} == {tmp_path / "figures"}
        assert all(path.stat().st_size > 5_000 for path in made)

    def test_the_same_picture_has_the_same_bytes_in_every_process(self, tmp_path):
        once = plot.save(self.REPORT, tmp_path / "a", ("png", "svg", "pdf"))
        script = (
            "import sys; sys.path.insert(0, sys.argv[1]); import test_drawing as t;"
            "t.plot.save(t.TestSave.REPORT, sys.argv[2], ('png', 'svg', 'pdf'))"
        )
        here = str(Path(__file__).parent)
        subprocess.run([sys.executable, "-c", script, here, str(tmp_path / "b")], check=True)
        alone = plot.save(self.REPORT, tmp_path / "c", ("svg",))
        for path in alone:  # whatever was drawn before it
            assert path.read_bytes() == (tmp_path / "a" / path.name).read_bytes(), path.name
        for path in once:
            assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name

    def test_files_tell_no_version_time_or_machine(self, tmp_path):
        for path in plot.save(self.REPORT, tmp_path, ("png", "svg", "pdf")):
            found = path.read_bytes().lower()
            assert b"matplotlib v" not in found
            assert b"matplotlib.org" not in found
            assert b"creationdate" not in found
            assert b"<dc:date>" not in found

    def test_a_format_that_is_none(self, tmp_path):
        with pytest.raises(UsageError, match="figures are no 'gif'; choose of png, svg, pdf"):
            plot.save(self.REPORT, tmp_path, ("gif",))

    def test_a_folder_that_is_a_file(self, tmp_path):
        (tmp_path / "taken").write_text("")
        with pytest.raises(OutputError, match="taken"):
            plot.save(self.REPORT, tmp_path / "taken")


def test_without_matplotlib_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'funnelsim\[plot\]'"):
        plot.draw(samples.fan())


def test_nothing_of_matplotlib_is_imported_before_it_is_needed():
    script = (
        "import sys, funnelsim as fs; fs.plot; assert 'matplotlib' not in sys.modules;"
        "sys.path.insert(0, sys.argv[1]); import samples; fs.plot.draw(samples.fan());"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, str(Path(__file__).parent)], check=True)
