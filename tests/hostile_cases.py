"""What makes the files of tests/hostile that are too large for git, or that it cannot hold.

One function a case, named as its folder; together they are long, and each is read alone.
"""

from __future__ import annotations

import gzip
import os
import socket
from contextlib import chdir
from datetime import date, timedelta
from hashlib import sha512
from pathlib import Path
from shutil import rmtree
from zipfile import ZipFile

from cases import Builders

HOSTILE = Builders()
"""What is laid upon the sound workspace, by case."""


def append(root: Path, row: str) -> None:
    """Append a row to the file of waitan."""
    with (root / "data" / "progress" / "waitan.csv").open("ab") as file:
        file.write(row.encode())


@HOSTILE.big
def csv_blank_lines_500000(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(
        b"\n" * 500_000 + path.read_bytes() + b" \n\t\n" * 250_000 + b"2025-03-31,1.1a,x,,,\n"
    )


@HOSTILE.big
def csv_cell_of_10_mb_in_date(root: Path) -> None:
    append(root, "9" * 10_000_000 + ",1.1a,5,,,\n")


@HOSTILE.big
def csv_cell_of_10_mb_in_evidence(root: Path) -> None:
    append(root, "2025-03-31,1.1a,5,," + "=" * 10_000_000 + ",\n")


@HOSTILE.big
def csv_cell_of_10_mb_in_note(root: Path) -> None:
    append(root, "2025-03-31,1.1a,5," + "字" * 3_333_333 + ",,\n")


@HOSTILE.big
def csv_cell_of_10_mb_in_recorded(root: Path) -> None:
    append(root, "2025-03-31,1.1a,5,,," + "2" * 10_000_000 + "\n")


@HOSTILE.big
def csv_cell_of_10_mb_in_target(root: Path) -> None:
    append(root, "2025-03-31," + "1.1a" * 2_500_000 + ",5,,,\n")


@HOSTILE.big
def csv_cell_of_10_mb_in_value(root: Path) -> None:
    append(root, "2025-03-31,1.1a," + "9" * 10_000_000 + ",,,\n")


@HOSTILE.big
def csv_cell_of_full_width_digits(root: Path) -> None:
    append(root, "2025-03-31,1.1a," + "９" * 2_000_000 + ",,,\n")


@HOSTILE.big
def csv_columns_10000(root: Path) -> None:
    more = ",".join(f"c{n}" for n in range(10_000))
    text = f"date,target,value,{more}\n2025-03-31,1.1a,\u7ea65,{',' * 9_999}\n"
    (root / "data" / "progress" / "waitan.csv").write_bytes(text.encode())


@HOSTILE.big
def csv_columns_100000_in_a_row(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    row = "2025-03-31,1.1a,5,,,," + "x," * 100_000 + "\n"
    path.write_bytes(path.read_bytes() + row.encode() * 20)


@HOSTILE.big
def csv_columns_far_to_the_right(root: Path) -> None:
    text = "," * 20_000 + "date,target,value\n" + ("," * 20_000 + "2025-03-31,1.1a,x\n") * 60
    (root / "data" / "progress" / "waitan.csv").write_bytes(text.encode())


@HOSTILE.big
def csv_commas_only_as_header(root: Path) -> None:
    (root / "data" / "progress" / "waitan.csv").write_bytes(b"," * 3_000_000)


@HOSTILE.big
def csv_commas_only(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b"," * 3_000_000 + b"\n" + b",,,,,\n" * 300_000)


@HOSTILE.big
def csv_days_unknown_many(root: Path) -> None:
    rows = "".join(f"2025-03-{n},1.1a,{n}.5,,x,\n" for n in range(32, 100_000))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())


@HOSTILE.big
def csv_faulty_rows_200000(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b"2025-03-31,1.1a,x,,,\n" * 200_000)


@HOSTILE.big
def csv_header_of_a_megabyte(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(b"d" * 1_000_000 + b"," + path.read_bytes())


@HOSTILE.big
def csv_headers_many(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() * 80_000)


@HOSTILE.case
def csv_line_ends_mixed_and_quotes(root: Path) -> None:
    ends = ("\n", "\r", "\r\n", "\n", "\r\r\n", "\n\r", "")
    rows = [f'2025-0{n}-28,1.1a,约{n},"a{end}b",,{end}' for n, end in enumerate(ends, 1)]
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + "".join(rows).encode())


@HOSTILE.case
def csv_line_ends_mixed(root: Path) -> None:
    ends = ("\n", "\r", "\r\n", "\n", "\r\r\n", "\n\r", "")
    rows = [f"2025-0{n}-28,1.1a,约{n},,,{end}" for n, end in enumerate(ends, 1)]
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + "".join(rows).encode())


@HOSTILE.big
def csv_long_runs(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    long = 200_000
    cells = (
        "1" * long,
        "1." * long,
        "1,111" * long,
        " " * long + "x",
        "-" * long + "1",
        "约" * long + "1",
        "=" * long,
        "%" * long,
        "2025-" * long,
    )
    rows = [
        f'"{cell}","{cell}","{cell}",,,"{cell}"\n2025-03-31,1.1a,"{cell}",,,\n' for cell in cells
    ]
    path.write_bytes(path.read_bytes() + "".join(rows).encode())


@HOSTILE.big
def csv_markers_many(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b"<<<<<<< HEAD\n=======\n>>>>>>> x\n" * 35_000)


@HOSTILE.big
def csv_moments_wrong_many(root: Path) -> None:
    rows = "".join(f"2025-03-31,1.1a,5,,x,moment {n}\n" for n in range(80_000))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())


@HOSTILE.big
def csv_quotes_only_on_lines(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b'"\n""\n"""\n' * 60_000)


@HOSTILE.big
def csv_quotes_only(root: Path) -> None:
    (root / "data" / "progress" / "waitan.csv").write_bytes(b'"' * 3_000_001)


@HOSTILE.big
def csv_quotes_unclosed_50000(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b'2025-03-31,1.1a,5,"x,,\n' * 50_000)


@HOSTILE.big
def csv_quotes_unclosed_in_no_rows(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b'x,"y\n' + (b"z\n" * 998 + b'"x"",\n') * 80)


@HOSTILE.big
def csv_targets_unknown_100000(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: u{n}, name: 单位{n}}}\n" for n in range(300))
    members = ", ".join(f"u{n}" for n in range(300))
    text = text.replace("groups:", units + "groups:", 1)
    plan.write_bytes(text.replace("[waitan, yuyuan]}", f"[{members}]}}", 1).encode())
    rows = "".join(f"2025-03-31,1.2c@x{n},5,,x,\n" for n in range(100_000))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())


@HOSTILE.big
def csv_warnings_many(root: Path) -> None:
    days = [date.fromordinal(n) for n in range(1, 100_001)]
    rows = "".join(f"{day},1.1a,{400_000 - n},,x,\n" for n, day in enumerate(days))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())


@HOSTILE.big
def csv_warnings_on_each_day(root: Path) -> None:
    first = date(2024, 1, 1)
    days = [first + timedelta(days=n) for n in range(1000)]
    rows = "".join(
        f"{day},{target},{5000 - n},,x,\n"
        for n, day in enumerate(days)
        for target in ("1.1a", "1.1b")
    )
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())


@HOSTILE.big
def file_5000_strays(root: Path) -> None:
    for n in range(5000):
        (root / "data" / "progress" / f"stray{n}.csv").write_bytes(b"date,target,value\n")


@HOSTILE.case
def file_a_folder_for_the_plan(root: Path) -> None:
    (root / "plan.yaml").unlink()
    (root / "plan.yaml").mkdir()


@HOSTILE.case
def file_a_link_loop_for_the_plan(root: Path) -> None:
    (root / "plan.yaml").unlink()
    (root / "plan.yaml").symlink_to("plan.yaml")


@HOSTILE.case
def file_a_link_to_a_device_for_the_plan(root: Path) -> None:
    (root / "plan.yaml").unlink()
    (root / "plan.yaml").symlink_to("/dev/zero")


@HOSTILE.case
def file_a_link_to_a_device(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.unlink()
    path.symlink_to("/dev/zero")


@HOSTILE.case
def file_a_link_to_the_plan(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.unlink()
    path.symlink_to(root / "plan.yaml")


@HOSTILE.case
def file_a_picture(root: Path) -> None:
    (root / "data" / "progress" / "waitan.csv").write_bytes(
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10
    )


@HOSTILE.case
def file_a_pipe_for_the_plan(root: Path) -> None:
    (root / "plan.yaml").unlink()
    os.mkfifo(root / "plan.yaml")


@HOSTILE.case
def file_a_pipe_for_the_progress_folder(root: Path) -> None:
    rmtree(root / "data" / "progress")
    os.mkfifo(root / "data" / "progress")


@HOSTILE.case
def file_a_socket(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.unlink()
    # A socket's path may not be long.
    with chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind("waitan.csv")


@HOSTILE.case
def file_a_workbook(root: Path) -> None:
    with ZipFile(root / "data" / "progress" / "waitan.csv", "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>" * 100)


@HOSTILE.case
def file_big5(root: Path) -> None:
    rows = "2025-03-31,1.1a,5,加裝電梯五部,,\n2025-06-30,1.1a,約六,加裝電梯,,\n"
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode("big5"))


@HOSTILE.case
def file_bytes_of_no_text(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(
        path.read_bytes() + "2025-03-31,1.1a,5,电梯".encode() + b"\xff\xfe\xed\xa0\x80\xc0\xaf,,\n"
    )


@HOSTILE.case
def file_compressed(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(gzip.compress(path.read_bytes() * 10, mtime=1))


@HOSTILE.case
def file_folders_for_all(root: Path) -> None:
    for unit in ("waitan", "yuyuan"):
        (root / "data" / "progress" / f"{unit}.csv").unlink()
        (root / "data" / "progress" / f"{unit}.csv" / "x").mkdir(parents=True)


@HOSTILE.case
def file_for_the_progress_folder(root: Path) -> None:
    rmtree(root / "data" / "progress")
    (root / "data" / "progress").write_bytes(b"date,target,value\n")


@HOSTILE.case
def file_links_in_a_ring(root: Path) -> None:
    folder = root / "data" / "progress"
    for name, other in (("waitan.csv", "yuyuan.csv"), ("yuyuan.csv", "waitan.csv")):
        (folder / name).unlink()
        (folder / name).symlink_to(other)


@HOSTILE.case
def file_name_of_255_bytes(root: Path) -> None:
    (root / "data" / "progress" / ("x" * 251 + ".csv")).write_bytes(b"")


@HOSTILE.case
def file_names_of_escapes(root: Path) -> None:
    for name in (
        "\x1b[31mred.csv",
        "a\n::error::b.csv",
        "\u202evsc.csv",
        "[red]{0}%n.csv",
        "=1+1.csv",
        "-rf.csv",
        "x\u200by.csv",
    ):
        (root / "data" / "progress" / name).write_bytes(b"date,target,value\n")


@HOSTILE.case
def file_names_of_no_text(root: Path) -> None:
    folder = os.fsencode(root / "data" / "progress")
    for name in (b"\xff\xfe.csv", b"\xed\xa0\x80.csv", "街道".encode("gb18030") + b".csv"):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"date,target,value\n")


@HOSTILE.case
def file_names_that_look_alike(root: Path) -> None:
    folder = root / "data" / "progress"
    (folder / "waitan.csv").unlink()
    (folder / "yuyuan.csv").unlink()
    for name in (
        "Waitan.csv",
        "wаitan.csv",
        "ｙuyuan.csv",
        "yuyuan.CSV",
        "外滩街道.csv",
        "waitan .csv",
    ):
        (folder / name).write_bytes(b"date,target,value\n")


@HOSTILE.case
def file_names_that_programs_leave(root: Path) -> None:
    folder = root / "data" / "progress"
    for name in (
        ".~lock.waitan.csv#",
        "~$waitan.csv",
        "waitan.csv~",
        "waitan.csv.bak",
        "waitan (1).csv",
        "waitan - 副本.csv",
        ".csv",
        "waitan_BACKUP_1.csv",
        ".waitan.csv.swp",
        "Thumbs.db",
    ):
        (folder / name).write_bytes(b"date,target,value\n")


@HOSTILE.case
def file_nul_behind_a_kilobyte(root: Path) -> None:
    rows = b"2025-03-31,1.1a,5,,x,\n" * 100 + b"2025-04-30,1.1\0a,6\0,\0,\0,\0\n"
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows)


@HOSTILE.big
def file_of_40_mb(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b"2025-03-31,1.1a,5,,,\n" * 2_000_000)


@HOSTILE.case
def file_of_only_nul(root: Path) -> None:
    (root / "data" / "progress" / "waitan.csv").write_bytes(bytes(1_000_000))


@HOSTILE.case
def file_of_two_encodings_gb18030_first(root: Path) -> None:
    good, other = "2025-03-31,1.1a,5,加装五部,,\n", "2025-06-30,1.1a,6,加装六部电梯,,\n"
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + other.encode("gb18030") + good.encode() * 2)


@HOSTILE.case
def file_of_two_encodings(root: Path) -> None:
    good, other = "2025-03-31,1.1a,5,加装五部,,\n", "2025-06-30,1.1a,6,加装六部,,\n"
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + good.encode() + other.encode("gb18030") + good.encode())


@HOSTILE.case
def file_random_bytes(root: Path) -> None:
    (root / "data" / "progress" / "waitan.csv").write_bytes(
        b"".join(sha512(b"%d" % n).digest() for n in range(50))
    )


@HOSTILE.case
def file_shift_jis(root: Path) -> None:
    rows = "2025-03-31,1.1a,5,エレベーター設置,,\n2025-06-30,1.1a,約六,ｴﾚﾍﾞｰﾀｰ,,\n"
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode("shift_jis"))


@HOSTILE.case
def file_the_plan_a_link_to_elsewhere(root: Path) -> None:
    (root / "plan.yaml").rename(root.parent / "elsewhere.yaml")
    (root / "plan.yaml").symlink_to(root.parent / "elsewhere.yaml")


@HOSTILE.case
def file_the_progress_folder_links_out(root: Path) -> None:
    folder = root / "data" / "progress"
    folder.rename(root.parent / "elsewhere")
    folder.symlink_to(root.parent / "elsewhere", target_is_directory=True)


@HOSTILE.case
def file_the_progress_folder_links_to_itself(root: Path) -> None:
    folder = root / "data" / "progress"
    rmtree(folder)
    folder.symlink_to("progress", target_is_directory=True)


@HOSTILE.case
def file_utf_16_big_endian(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16-be"))


@HOSTILE.case
def file_utf_16_with_a_mark_inside(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + "2025-03-31,1.1a,5,,,\n".encode("utf-16"))


@HOSTILE.big
def plan_figures_many(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    long = "、".join(f"{n}处" for n in range(15_000))
    text = text.replace("text: 持续开展巡查", "text: 持续开展巡查" + long, 1)
    plan.write_bytes(text.replace("quote: 持续开展巡查", "quote: 持续开展巡查" + long, 1).encode())


@HOSTILE.big
def plan_items_explode(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: u{n}, name: 单位{n}}}\n" for n in range(5000))
    members = ", ".join(f"u{n}" for n in range(5000))
    text = text.replace("groups:", units + "groups:", 1)
    text = text.replace("members: [waitan, yuyuan]", f"members: [{members}]", 1)
    text = text.replace("each: jiedao", "each: jiedao\n            every: year", 1)
    text = text.replace("start: 2024-01-01", "start: 0001-01-01", 1)
    plan.write_bytes(text.replace("end: 2026-12-31", "end: 9999-12-31", 1).encode())


@HOSTILE.big
def plan_of_10000_checkpoints(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("start: 2024-01-01", "start: 1990-01-01", 1)
    first = date(1995, 1, 1)
    points = ", ".join(
        f"{{by: {first + timedelta(days=n)}, value: {n / 1000}}}" for n in range(10_000)
    )
    at = "            at_least: 15.5\n"
    plan.write_bytes(text.replace(at, f"{at}            path: [{points}]\n", 1).encode())


@HOSTILE.big
def plan_of_10000_revisions(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    row = "{on: 2025-01-01, at_least: 31, why: 调整}"
    revisions = "            revisions: [" + ", ".join([row] * 10_000) + "]\n"
    plan.write_bytes(
        text.replace("            uom: 个\n", "            uom: 个\n" + revisions, 1).encode()
    )


@HOSTILE.big
def plan_of_5000_leads_unknown(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: unit-{n}, name: 单位{n}}}\n" for n in range(5_000))
    leads = ", ".join(f"union-{n}" for n in range(5000))
    text = text.replace("groups:", units + "groups:", 1)
    plan.write_bytes(text.replace("leads: [waitan, yuyuan]", f"leads: [{leads}]", 1).encode())


@HOSTILE.big
def plan_of_5000_units(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: u{n}, name: 单位{n}}}\n" for n in range(5000))
    plan.write_bytes(text.replace("groups:", units + "groups:", 1).encode())


@HOSTILE.big
def plan_of_keys_unknown_many(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_bytes((text + "".join(f"source{n}: x\n" for n in range(20_000))).encode())


@HOSTILE.big
def plan_quote_everywhere(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("text: 持续开展巡查", "text: " + "查" * 99_000, 1)
    plan.write_bytes(text.replace("quote: 持续开展巡查", "quote: " + "查" * 49_000, 1).encode())


@HOSTILE.big
def plan_quote_of_72000_characters(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    long = "持续开展巡查" * 12_000
    text = text.replace("text: 持续开展巡查", "text: " + long, 1)
    plan.write_bytes(text.replace("quote: 持续开展巡查", f"quote: {long}整改", 1).encode())


@HOSTILE.case
def plan_time_zone_of_5000_characters(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_bytes(text.replace("source:", "timezone: " + "x" * 5000 + "\nsource:", 1).encode())


@HOSTILE.case
def source_a_link_to_a_device(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    path.unlink()
    path.symlink_to("/dev/zero")


@HOSTILE.case
def source_a_picture(root: Path) -> None:
    (root / "data" / "source" / "plan.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


@HOSTILE.case
def source_a_pipe(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    path.unlink()
    os.mkfifo(path)


@HOSTILE.case
def source_folder_links_out(root: Path) -> None:
    folder = root / "data" / "source"
    folder.rename(root.parent / "elsewhere")
    folder.symlink_to(root.parent / "elsewhere", target_is_directory=True)


@HOSTILE.case
def source_not_utf_8(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


@HOSTILE.big
def source_of_20_mb(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    path.write_bytes(path.read_bytes() + b"1.)" * 7_000_000 + b"x")


@HOSTILE.big
def source_of_40_mb(root: Path) -> None:
    (root / "data" / "source" / "plan.txt").write_bytes("行".encode() * 14_000_000)


@HOSTILE.big
def source_of_marks_only(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("2.加强", "一 " * 300_000 + "2.加强").encode())


@HOSTILE.case
def yaml_a_picture(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100)


@HOSTILE.big
def yaml_anchors_many(root: Path) -> None:
    text = "".join(f"k{n}: &a{n} {n}\n" for n in range(100_000))
    (root / "plan.yaml").write_bytes(text.encode())


@HOSTILE.case
def yaml_big5(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(plan.read_text(encoding="utf-8").encode("big5", errors="replace"))


@HOSTILE.case
def yaml_brackets_closed_only(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"]" * 100_000)


@HOSTILE.big
def yaml_comment_of_20_mb(root: Path) -> None:
    with (root / "plan.yaml").open("ab") as file:
        file.write(b"#" * 20_000_000)


@HOSTILE.big
def yaml_empty_lines_many(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"\n" * 2_000_000)


@HOSTILE.big
def yaml_key_given_100000_times(root: Path) -> None:
    with (root / "plan.yaml").open("ab") as file:
        file.write(b"note: x\n" * 90_000)


@HOSTILE.big
def yaml_keys_many(root: Path) -> None:
    with (root / "plan.yaml").open("ab") as file:
        file.writelines(b"key%d: x\n" % n for n in range(50_000))


@HOSTILE.case
def yaml_line_ends_mixed(root: Path) -> None:
    plan = root / "plan.yaml"
    lines = plan.read_bytes().replace(b"kind: duty", b"kind: dutty", 1).split(b"\n")
    ends = [b"\n", b"\r\n", b"\r"]
    plan.write_bytes(b"".join(line + ends[n % 3] for n, line in enumerate(lines)))


@HOSTILE.case
def yaml_line_ends_of_carriage_returns(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(
        plan.read_bytes().replace(b"\n", b"\r").replace(b"kind: duty", b"kind: dutty", 1)
    )


@HOSTILE.case
def yaml_nested_by_indentation(root: Path) -> None:
    text = "".join(" " * n + "a:\n" for n in range(2000))
    (root / "plan.yaml").write_bytes(text.encode())


@HOSTILE.case
def yaml_nested_lists_in_a_block(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"- " * 100_000 + b"x\n")


@HOSTILE.case
def yaml_nested_lists_in_one_line(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"units: " + b"[" * 100_000)


@HOSTILE.case
def yaml_nested_mappings_in_one_line(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"{a: " * 100_000)


@HOSTILE.case
def yaml_nul(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(plan.read_bytes().replace(b"format: 1", b"format: 1\0"))


@HOSTILE.case
def yaml_of_two_encodings(root: Path) -> None:
    plan = root / "plan.yaml"
    head, mark, tail = plan.read_text(encoding="utf-8").partition("chapters:")
    plan.write_bytes((head + mark).encode() + tail.encode("gb18030"))


@HOSTILE.big
def yaml_quote_open_over_many_lines(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b'title: "x\n' + b"- 'a: b\n" * 50_000)


@HOSTILE.big
def yaml_scalar_of_20_mb(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("name: 小区加梯", "name: " + "x" * 20_000_000)
    plan.write_bytes(text.encode())


@HOSTILE.big
def yaml_scalar_of_50_mb(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"title: " + b"x" * 50_000_000)


@HOSTILE.case
def yaml_shift_jis(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(plan.read_text(encoding="utf-8").encode("shift_jis", errors="replace"))


@HOSTILE.big
def yaml_spaces_before_a_fault(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"title: [\n" + b" " * 200_000 + b"}\n")


@HOSTILE.case
def yaml_surrogate_in_utf_8(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(plan.read_bytes().replace(b"title: ", b"title: \xed\xa0\xbd", 1))


@HOSTILE.case
def yaml_utf_16_without_mark(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(plan.read_text(encoding="utf-8").encode("utf-16-le"))


@HOSTILE.case
def yaml_utf_32(root: Path) -> None:
    plan = root / "plan.yaml"
    plan.write_bytes(plan.read_text(encoding="utf-8").encode("utf-32"))


@HOSTILE.big
def yaml_values_many(root: Path) -> None:
    with (root / "plan.yaml").open("ab") as file:
        file.write(b"note: [" + b"1," * 1_000_000 + b"]\n")
