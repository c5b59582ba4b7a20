"""Most perishable first: book value times the chance that it is gone within a business day."""

from itertools import count

from small import HOUR, OFFICE, with_files

from funnelsim.model.codes import Row
from two_engines import simulate

TEXT = """
channels: {in: {replay: leads.csv, enters: sql}}
teams: {t: {reps: 1, work_first: most-perishable}}
stages: {one: {rep_time: 1 h}}
"""


def model_of(folder, rows, shelf="", files=None, **head):
    files = {"leads.csv": "\n".join(rows) + "\n"} | (files or {})
    return with_files(folder, TEXT + shelf, files, **head)


def starts(model, log):
    """(hour of arrival, hour of the start) in the order of starts."""
    arrived = {row["lead"]: row["tick"] for row in log[log["kind"] == Row.ARRIVED]}
    rows = log[log["kind"] == Row.STARTED]
    return [(arrived[row["lead"]] / HOUR, row["tick"] / HOUR) for row in rows]


def test_lives_read_from_a_file_say_who_is_about_to_go(tmp_path):
    """Lives of 1 or 9 days, the rep busy until 30 h.

    Those who came at 1 h and are still there live 9 days: none is gone a day later. Of those who
    came at 20 h half are.
    """
    rows = ["time,work", "0 h,30 h", *["1 h,1 h"] * 6, *["20 h,1 h"] * 4]
    shelf = "shelf_life: {sql: empirical(lives.csv; value; weight)}\n"
    model = model_of(tmp_path, rows, shelf, {"lives.csv": "value,weight\n1 day,1\n9 days,1\n"})
    seeds = (seed for seed in count() if survivors(simulate(model, seed, 0)) == 3)
    log = simulate(model, next(seeds), 0, verify=True)
    order = [arrived for arrived, _ in starts(model, log)]
    assert order == [0, 20, 20, 20, 20, 1, 1, 1]


def survivors(log):
    """Leads of 1 h that outlive the first day."""
    came = {row["lead"] for row in log[log["kind"] == Row.ARRIVED] if row["tick"] == HOUR}
    gone = {row["lead"] for row in log[log["kind"] == Row.COLD] if row["tick"] <= 30 * HOUR}
    return len(came - gone)


def test_lives_stated_row_by_row_say_who_is_about_to_go(tmp_path):
    rows = ["time,work,shelf_life", "0 h,1 h,100 days"]
    rows += [f"{minute} min,1 h,{90 if minute % 2 else 9} h" for minute in range(1, 7)]
    shelf = "shelf_life: {sql: exponential(mean=100 days)}\n"
    model = model_of(tmp_path, rows, shelf, calendar="{hours: mon-sun 00:00-12:00}")
    log = simulate(model, 1, 0, verify=True)
    order = [round(arrived * 60) for arrived, _ in starts(model, log)]
    assert order[0] == 0
    assert sorted(order[1:4]) == [2, 4, 6]  # 12 open hours on they would be gone
    assert sorted(order[4:]) == [1, 3, 5]


def test_a_weekend_lies_within_the_next_business_day(tmp_path):
    """Friday noon: by Monday noon leads of two days are gone, those of nine days are not."""
    rows = ["time,segment,work", "96 h,short,3 h"]
    rows += [f"106 h,{'short' if i % 2 else 'long'},1 h" for i in range(8)]
    segments = "{short: {share: 50%, fit: 100%, deal: 1}, long: {share: 50%, fit: 100%, deal: 1}}"
    shelf = "shelf_life: {sql: {short: 2 days, long: 9 days}}\n"
    model = model_of(tmp_path, rows, shelf, segments=segments, calendar=OFFICE)
    log = simulate(model, 1, 0, verify=True)
    order = []
    for row in log[log["kind"] == Row.STARTED]:
        born = log[(log["lead"] == row["lead"]) & (log["kind"] == Row.ARRIVED)][0]
        segment = model.names.segments[model.class_segment[born["b"]]]
        order.append((row["tick"] / HOUR, segment))
    friday = [(108, "short"), (109, "short"), (110, "short"), (111, "short"), (112, "long")]
    assert order == [(105, "short"), *friday, (177, "long"), (178, "long"), (179, "long")]
