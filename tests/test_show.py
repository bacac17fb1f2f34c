"""`hpplan show` from end to end: whole pages, exact figures, and how it ends.

The plan runs for the two years 2025 and 2026, so PD is 729 days, and most reports are dated
2026-06-25, day 540; everything is judged as of 2026-06-30, day 545. What is expected of each page
is worked out by hand beside it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.text import Text
from typer.testing import CliRunner

from helpers import Rows, judge, plan_of
from hpplan.cli import app
from hpplan.judging.assess import STATUSES, assess
from hpplan.output.pages.blocks import terminal_blocks
from hpplan.output.pages.show import show_page
from hpplan.output.views import ShowView
from hpplan.output.words.rules import Tried, rules_tried
from hpplan.plan.items import Catalogue
from hpplan.plan.load import load_plan
from hpplan.plan.segments import segments
from test_assess import ALONE, AMOUNT, DUTY, EXAMPLES, ILLEGIBLE, LEVEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typer.testing import Result

    from hpplan.judging.assess import Status

ROOT = Path(__file__).parents[1]

DAY = "2026-06-30"

PLAN = """\
format: 1
title: 城市管理精细化行动计划（2025—2026年）
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局, note: 联系人待补}
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan], note: 名单不在文件中}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 推进居住环境品质提升
        leads: [fangguan]
        note: “提升”读作定语
        text: 坚持以人为本。改造管道72.9公里，到2025年加梯13部、到2026年27部；物业达标率95%，\
满意度90%，投诉不超过100件，建成示范小区。
        set_aside:
          - {quote: 坚持以人为本, why: 原则，不是任务}
        targets:
          - {id: 1.1a, name: 加梯, quote: 到2025年加梯13部、到2026年27部, kind: count, at_least: 27,
             uom: 部, due: 2026-12-31, path: [{by: 2025-12-31, value: 13}],
             context: {"13": 2025年的节点}}
          - id: 1.1b
            name: 改造管道
            quote: 改造管道72.9公里
            kind: amount
            at_least: 72.9
            uom: 公里
            revisions:
              - {on: 2025-11-03, due: 2027-06-30, why: 勘察发现管线交叉, by: 区政府常务会议}
              - {on: 2026-03-01, at_least: 91, why: 增补三个街坊, by: 联席会议}
              - {on: 2026-09-01, at_least: 80, why: 以后的决定, by: 联席会议}
          - {id: 1.1c, name: 物业达标率, quote: 物业达标率95%, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}, definition: 以年度测评为准}
          - {id: 1.1d, name: 满意度, quote: 满意度90%, kind: level, at_least: 90, uom: "%"}
          - {id: 1.1e, name: 投诉, quote: 投诉不超过100件, kind: level, at_most: 100, uom: 件,
             baseline: {date: 2025-01-01, value: 829}, note: 口径待确认}
          - {id: 1.1f, name: 示范小区, quote: 建成示范小区, kind: milestone, due: 2026-03-31,
             revisions: [{on: 2026-01-15, withdrawn: true, why: 并入1.1a, by: 联席会议}]}
      - id: "1.2"
        title: 规划建设更新街区
        leads: [lvhua, jiedao]
        text: 全面完成街区更新设计；每年打造2片更新街区，各街道建成1个公园，开展日常巡查。
        targets:
          - {id: 1.2a, name: 街区更新设计, quote: 全面完成街区更新设计, kind: milestone}
          - {id: 1.2b, name: 打造更新街区, quote: 每年打造2片更新街区, kind: count, at_least: 2,
             uom: 片, every: year, reporters: [lvhua]}
          - {id: 1.2c, name: 建成公园, quote: 各街道建成1个公园, kind: count, at_least: 1, uom: 个,
             each: jiedao}
          - {id: 1.2d, name: 日常巡查, quote: 开展日常巡查, kind: duty}
  - id: "2"
    title: 保障城市运行安全
    clauses:
      - id: "2.1"
        title: 推进燃气安全专项整治
        leads: [yuyuan]
        text: 更新燃气立管并检查□5.1公里燃气管道。
        targets:
          - {id: 2.1a, name: 更新燃气立管, quote: 更新燃气立管并检查, kind: milestone,
             due: 2026-05-31}
          - {id: 2.1b, name: 检查燃气管道, quote: 检查□5.1公里燃气管道, kind: amount,
             illegible: {at_least: □5.1}, uom: 公里}
          - {id: 2.1c, name: "巡[red]检\\u202e::error", quote: 燃气管道, kind: duty}
"""

HEADER = "date,target,value,note,evidence,recorded\n"
ROWS = {
    "fangguan": (
        "2025-12-20,1.1a,12,,,2025-12-22T09:00:00+08:00\n"
        "2026-06-25,1.1a,12,,,2026-06-26T09:00:00+08:00\n"
        "2025-06-30,1.1b,9.1,,验收单1.pdf,2025-07-02T10:00:00+08:00\n"
        "2026-06-25,1.1b,270,把米当公里,,2026-06-25T10:00:00+08:00\n"
        # corrected by a row that came in after the as-of day: it speaks of a day before
        "2026-06-25,1.1b,27,更正为公里,验收单2.pdf,2026-07-10T10:00:00+08:00\n"
        "2026-07-05,1.1b,33,以后的行,,2026-07-05T10:00:00+08:00\n"
        "2026-06-25,1.1c,91.5,,,\n"
        "2026-06-25,1.1d,85,,,\n"
        "2025-06-25,1.1e,750,,,\n"
        "2026-06-25,1.1e,600,,,\n"
    ),
    "lvhua": (
        "2026-05-31,1.2a,80,方案已批,,\n"
        "2025-11-30,1.2b,1,,,\n"
        "2026-06-15,1.2b,1,,,\n"
        "2026-06-15,1.2d,,巡查三次,,\n"
    ),
    "waitan": "2026-06-25,1.2a,60,,,\n2026-04-30,1.2c,1,,,\n",
    "yuyuan": (
        "2026-02-28,2.1a,90,,,\n"
        "2026-05-31,2.1b,3,,,\n"
        "2026-06-15,2.1c,,\x1b[31m[red]红\x1b[0m ::error::x \u202e倒,=1+1,\n"
    ),
}

# One thing in 28 days up to the checkpoint on day 364, then 14 in 365 days: 13 + 14 × 176/365 is
# 19.75, so 19 are planned on day 540. The 12th is planned for day 336 and the 13th for day 364, so
# 12 were on their path until then: ES = 364, SPI = 364/540 = 0.674, and TSPI = (729 - 364) /
# (729 - 540) = 365/189 = 1.931. The forecast is 729 × 540 / 364 = 1081.5 days, or 540 + 365 = 905.
COUNT = """\
1.1a 加梯
  坚持以人为本。改造管道72.9公里，【到2025年加梯13部、到2026年27部】；物业达标率
  95%，满意度90%，投诉不超过100件，建成示范小区。
  clause        1.1 推进居住环境品质提升
  leads         区房管局
  reported by   区房管局
  kind          count: whole things that add up
  requirement   27 部
  due           2026-12-31, which the document states
  checkpoints   13 部 by 2025-12-31
  in the words  13: 2025年的节点

Status as of 2026-06-30: at-risk
  12 of 27 部 by 2026-06-25. The path expects 19 部. SPI 0.67 (at-risk below
  0.80). The rest needs 1.93 times the planned pace (at-risk above 1.10).
  Forecast: 2027-12-19 (range 2027-06-25 to 2027-12-19).

The arithmetic
  AT        540 days from 2025-01-01 to the report of 2026-06-25
  PD        729 days from 2025-01-01 to 2026-12-31
  PV        19 部 were planned by then, on the way from 0 to 27 部
  ES        364.00 days: the time at which the planned value was what is
            reported
  SPI       ES / AT = 364.00 / 540 = 0.67
  TSPI      (PC - ES) / (PD - AT) = 365.00 / 189 = 1.93
  forecast  2025-01-01 + PD × AT / ES = 2025-01-01 + 1082 days = 2027-12-19

The rules in their order; the first that holds decides
      rule       why
      withdrawn  no decision withdrew it
      upcoming   it starts on 2025-01-01
      met        12 of 27 部
      overdue    due 2026-12-31, 184 days left
      off-track  SPI 0.67, limit 0.60; TSPI 1.93, limit 2.00
  =>  at-risk    SPI 0.67, limit 0.80; TSPI 1.93, limit 1.10; forecast
                 2027-12-19
      silent     5 days without a report; the limit is 120 days
      unrated    there is a requirement to measure against
      on-track   none of the above

Planned and reported
    27 |                                                                 .....
       |                                                         ........    |
       |                                                 ........            |
       |                                        .........                    |
  13.5 |                                .o-----------------o                 |
       |                       .........                                     |
       |              .........                                              |
       |     .........                                                       |
     0 |.....                                                                |
        2025-01-01                                                  2026-12-31

  o reported, - carried forward, . planned, | due

Reports
  date        who       value  note  evidence  recorded
  2025-12-20  区房管局  12                     2025-12-22
  2026-06-25  区房管局  12                     2026-06-26
"""

# Due 910 days behind the start, 0.1 a day: 54 planned on day 540. 27 is ES = 270, SPI = 1/2,
# TSPI = 640/370 = 1.7297, forecast 910 × 540 / 270 = 1820 days, or 540 + 640 = 1180.
AMOUNT_PAGE = """\
1.1b 改造管道
  坚持以人为本。【改造管道72.9公里】，到2025年加梯13部、到2026年27部；物业达标率
  95%，满意度90%，投诉不超过100件，建成示范小区。
  clause       1.1 推进居住环境品质提升
  leads        区房管局
  reported by  区房管局
  kind         amount: a divisible quantity that adds up
  requirement  91 公里 (was 72.9 公里)
  due          2027-06-30 (was 2026-12-31, slipped 181 days)

Decisions that revise it
  decided on  change          reason            decided by
  2025-11-03  due 2027-06-30  勘察发现管线交叉  区政府常务会议  holds
  2026-03-01  91 公里         增补三个街坊      联席会议        holds
  2026-09-01  80 公里         以后的决定        联席会议        not yet

Status as of 2026-06-30: off-track
  27 of 91 公里 by 2026-06-25. Even progress, an assumption, expects 54 公里.
  SPI 0.50 (off-track below 0.60). The rest needs 1.73 times the planned pace
  (at-risk above 1.10). Forecast: 2029-12-26 (range 2028-03-26 to 2029-12-26).
  By the decision of 2025-11-03 it is due 2027-06-30 (was 2026-12-31, slipped
  181 days). The reason: 勘察发现管线交叉. Decided by 区政府常务会议. By the
  decision of 2026-03-01 91 公里 are required (was 72.9 公里). The reason: 增补
  三个街坊. Decided by 联席会议.

The arithmetic
  AT        540 days from 2025-01-01 to the report of 2026-06-25
  PD        910 days from 2025-01-01 to 2027-06-30
  PV        54 公里 were planned by then, on the way from 0 to 91 公里
  ES        270.00 days: the time at which the planned value was what is
            reported
  SPI       ES / AT = 270.00 / 540 = 0.50
  TSPI      (PC - ES) / (PD - AT) = 640.00 / 370 = 1.73
  forecast  2025-01-01 + PD × AT / ES = 2025-01-01 + 1820 days = 2029-12-26

The rules in their order; the first that holds decides
      rule       why
      withdrawn  no decision withdrew it
      upcoming   it starts on 2025-01-01
      met        27 of 91 公里 (was 72.9 公里)
      overdue    due 2027-06-30, 365 days left
  =>  off-track  SPI 0.50, limit 0.60; TSPI 1.73, limit 2.00
  +   at-risk    SPI 0.50, limit 0.80; TSPI 1.73, limit 1.10; forecast
                 2029-12-26
      silent     5 days without a report; the limit is 120 days
      unrated    there is a requirement to measure against
      on-track   none of the above

Planned and reported
    91 |                                                                 .....
       |                                                         ........    |
       |                                                .........            |
       |                                       .........                     |
  45.5 |                               ........                              |
       |                      .........                                      |
       |             .........                  o-                           |
       |     ........o---------------------------                            |
     0 |.....                                                                |
        2025-01-01                                                  2027-06-30

  o reported, - carried forward, . planned, | due

Reports
  date        who       value  note        evidence     recorded
  2025-06-30  区房管局  9.1                验收单1.pdf  2025-07-02
  2026-06-25  区房管局  (270)  把米当公里               2026-06-25
  2026-06-25  区房管局  27     更正为公里  验收单2.pdf  2026-07-10
  A value in brackets was corrected by a later row.
"""

# One less a day, 829 - 540 = 289 planned. 829 - 600 = 229 days are earned: SPI = 229/540 = 0.424,
# TSPI = 500/189 = 2.6455, forecast 729 × 540 / 229 = 1719.04 days, or 540 + 500 = 1040.
LEVEL_PAGE = """\
1.1e 投诉
  坚持以人为本。改造管道72.9公里，到2025年加梯13部、到2026年27部；物业达标率
  95%，满意度90%，【投诉不超过100件】，建成示范小区。
  clause          1.1 推进居住环境品质提升
  leads           区房管局
  reported by     区房管局
  kind            level: an indicator that is measured, not added up
  requirement     at most 100 件
  due             2026-12-31, the end of the plan; the document states no date
  baseline        829 件 on 2025-01-01
  how it is read  口径待确认

Status as of 2026-06-30: off-track
  600 件 (at most 100 件) on 2026-06-25. The baseline is 829 件 (2025-01-01).
  Even progress, an assumption, expects 289 件. SPI 0.42 (off-track below 0.60).
  The rest needs 2.65 times the planned pace (off-track above 2.00). Forecast:
  2029-09-17 (range 2027-11-07 to 2029-09-17).

The arithmetic
  AT        540 days from 2025-01-01 to the report of 2026-06-25
  PD        729 days from 2025-01-01 to 2026-12-31
  PV        289 件 were planned by then, on the way from 829 to 100 件
  ES        229.00 days: the time at which the planned value was what is
            reported
  SPI       ES / AT = 229.00 / 540 = 0.42
  TSPI      (PC - ES) / (PD - AT) = 500.00 / 189 = 2.65
  forecast  2025-01-01 + PD × AT / ES = 2025-01-01 + 1720 days = 2029-09-17

The rules in their order; the first that holds decides
      rule       why
      withdrawn  no decision withdrew it
      upcoming   it starts on 2025-01-01
      met        600 件 (at most 100 件)
      overdue    due 2026-12-31, 184 days left
  =>  off-track  SPI 0.42, limit 0.60; TSPI 2.65, limit 2.00
      at-risk    SPI 0.42, limit 0.80; TSPI 2.65, limit 1.10; forecast
                 2029-09-17
      silent     5 days without a report; the limit is 120 days
      unrated    there is a requirement to measure against
      on-track   none of the above

Planned and reported
    829 |.....                                                               |
        |     ........   o----------------------------------                 |
        |             .........                                              |
        |                      ........                    o                 |
  464.5 |                              .........                             |
        |                                       ........                     |
        |                                               .........            |
        |                                                        ........    |
    100 |                                                                .....
         2025-01-01                                                 2026-12-31

  o reported, - carried forward, . planned, | due

Reports
  date        who       value  note  evidence  recorded
  2025-06-25  区房管局  750
  2026-06-25  区房管局  600
"""

WITHDRAWN_PAGE = """\
1.1f 示范小区
  坚持以人为本。改造管道72.9公里，到2025年加梯13部、到2026年27部；物业达标率
  95%，满意度90%，投诉不超过100件，【建成示范小区】。
  clause       1.1 推进居住环境品质提升
  leads        区房管局
  reported by  区房管局
  kind         milestone: done or not, with a percentage on the way
  requirement  100%
  due          2026-03-31, which the document states

Decisions that revise it
  decided on  change     reason    decided by
  2026-01-15  withdrawn  并入1.1a  联席会议    holds

Status as of 2026-06-30: withdrawn
  Withdrawn by the decision of 2026-01-15: 并入1.1a. Decided by 联席会议.

The rules in their order; the first that holds decides
      rule       why
  =>  withdrawn  by the decision of 2026-01-15

Planned and reported
  100 |                                                       ....
      |                                                .......   |
      |                                         .......          |
      |                                 ........                 |
   50 |                          .......                         |
      |                   .......                                |
      |            .......                                       |
      |    ........                                              |
    0 |....                                                      |
       2025-01-01                                                   2026-06-30

  o reported, - carried forward, . planned, | due

Reports
  Nothing was reported up to 2026-06-30.
"""

ANNUAL_PAGE = """\
1.2b 打造更新街区
  全面完成街区更新设计；【每年打造2片更新街区】，各街道建成1个公园，开展日常巡
  查。
  clause       1.2 规划建设更新街区
  leads        区绿化市容局、各街道
  reported by  区绿化市容局
  kind         count: whole things that add up
  requirement  2 片
  recurs       in each calendar year
  due          the end of each year

Its items as of 2026-06-30
  item       name          who           value      due         status
  1.2b@2025  打造更新街区  区绿化市容局  1 of 2 片  2025-12-31  overdue
  1.2b@2026  打造更新街区  区绿化市容局  1 of 2 片  2026-12-31  on-track
"""

HOSTILE_PAGE = """\
2.1c 巡[red]检<U+202E><U+003A>:error
  更新燃气立管并检查□5.1公里【燃气管道】。
  clause       2.1 推进燃气安全专项整治
  leads        豫园街道
  reported by  豫园街道
  kind         duty: never finished, only kept up
  due          none: it goes on to the end of the plan, 2026-12-31

Status as of 2026-06-30: kept
  The last report is dated 2026-06-15.

The rules in their order; the first that holds decides
      rule       why
      withdrawn  no decision withdrew it
      upcoming   it starts on 2025-01-01
  =>  kept       15 days without a report; the limit is 120 days
      silent     15 days without a report; the limit is 120 days
      on-track   none of the above

Reports
  date        who       value  note                           evidence  recorded
  2026-06-15  豫园街道         <U+001B>[31m[red]红            =1+1
                               <U+001B>[0m <U+003A>:error::x
                               <U+202E>倒
"""

CLAUSE_PAGE = """\
1.1 推进居住环境品质提升
  leads           区房管局
  items           withdrawn 1, off-track 2, at-risk 1, unrated 1, on-track 1
  how it is read  “提升”读作定语

The document, with what each target quotes
  〔坚持以人为本〕。【1.1b 改造管道72.9公里】，【1.1a 到2025年加梯13部、到2026年
  27部】；【1.1c 物业达标率95%】，【1.1d 满意度90%】，【1.1e 投诉不超过100件】，
  【1.1f 建成示范小区】。

Set aside
  words         why
  坚持以人为本  原则，不是任务

Its items as of 2026-06-30
  item  name        who       value                        due         status
  1.1a  加梯        区房管局  12 of 27 部                  2026-12-31  at-risk
  1.1b  改造管道    区房管局  27 of 91 公里 (was 72.9 公   2027-06-30  off-track
                              里)
  1.1c  物业达标率  区房管局  91.5% (at least 95%)         2026-12-31  on-track
  1.1d  满意度      区房管局  85% (at least 90%)           2026-12-31  unrated
  1.1e  投诉        区房管局  600 件 (at most 100 件)      2026-12-31  off-track
  1.1f  示范小区    区房管局  -                            2026-03-31  withdrawn
"""

OVERLAPPING_PAGE = """\
2.1 推进燃气安全专项整治
  leads  豫园街道
  items  kept 1, overdue 1, unrated 1

The document, with what each target quotes
  【2.1a 更新燃气立管并】【2.1a+2.1b 检查】【2.1b □5.1公里】【2.1b+2.1c 燃气管
  道】。

Its items as of 2026-06-30
  item  name                       who       value           due         status
  2.1a  更新燃气立管               豫园街道  90%             2026-05-31  overdue
  2.1b  检查燃气管道               豫园街道  3 of □5.1 公里  2026-12-31  unrated
  2.1c  巡[red]检                  豫园街道  -               2026-12-31  kept
        <U+202E><U+003A>:error
"""

CHAPTER_PAGE = """\
1 焕新城市面貌
  items  withdrawn 1, met 1, kept 1, overdue 1, off-track 2, at-risk 2, silent
         1, unrated 1, on-track 2

Its clauses as of 2026-06-30
  clause  title                 leads                 items
  1.1     推进居住环境品质提升  区房管局              withdrawn 1, off-track 2,
                                                      at-risk 1, unrated 1,
                                                      on-track 1
  1.2     规划建设更新街区      区绿化市容局、各街道  met 1, kept 1, overdue 1,
                                                      at-risk 1, silent 1,
                                                      on-track 1

What is late, or will be
  item       name          who             value           due         status
  1.2b@2025  打造更新街区  区绿化市容局    1 of 2 片       2025-12-31  overdue
  1.1e       投诉          区房管局        600 件 (at      2026-12-31  off-track
                                           most 100 件)
  1.1b       改造管道      区房管局        27 of 91 公里   2027-06-30  off-track
                                           (was 72.9 公
                                           里)
  1.1a       加梯          区房管局        12 of 27 部     2026-12-31  at-risk
  1.2a       街区更新设计  区绿化市容局、  60%             2026-12-31  at-risk
                           各街道
"""

UNIT_PAGE = """\
yuyuan 豫园街道
  as of          2026-06-30
  leads clauses  1.2, 2.1
  own items      4
  shared items   2
  items          kept 2, overdue 1, at-risk 1, silent 1, unrated 1

What is late, or will be
  item  name          who                   value  due         status
  2.1a  更新燃气立管  豫园街道              90%    2026-05-31  overdue
  1.2a  街区更新设计  区绿化市容局、各街道  60%    2026-12-31  at-risk

What it has not reported on
  item         name          shared with             due         left
  1.2a         街区更新设计  区绿化市容局、外滩街道  2026-12-31  184 days left
  1.2c@yuyuan  建成公园                              2026-12-31  184 days left
  1.2d         日常巡查      区绿化市容局            2026-12-31

Its newest rows
  date        item  value  note                               evidence  recorded
  2026-06-15  2.1c         <U+001B>[31m[red]红<U+001B>[0m     =1+1
                           <U+003A>:error::x <U+202E>倒
  2026-05-31  2.1b  3
  2026-02-28  2.1a  90
"""

GROUP_PAGE = """\
jiedao 各街道
  note  名单不在文件中

Its members as of 2026-06-30
  unit    name      items
  waitan  外滩街道  met 1, kept 1, at-risk 1
  yuyuan  豫园街道  kept 2, overdue 1, at-risk 1, silent 1, unrated 1
"""

WHOLE = {
    "1.1a": COUNT,
    "1.1b": AMOUNT_PAGE,
    "1.1e": LEVEL_PAGE,
    "1.1f": WITHDRAWN_PAGE,
    "1.2b": ANNUAL_PAGE,
    "2.1c": HOSTILE_PAGE,
    "1.1": CLAUSE_PAGE,
    "2.1": OVERLAPPING_PAGE,
    "1": CHAPTER_PAGE,
    "yuyuan": UNIT_PAGE,
    "jiedao": GROUP_PAGE,
}

NAMES = (
    *("1", "2", "1.1", "1.2", "2.1", "1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f"),
    *("1.2a", "1.2b", "1.2b@2025", "1.2b@2026", "1.2c", "1.2c@waitan", "1.2c@yuyuan", "1.2d"),
    *("2.1a", "2.1b", "2.1c", "fangguan", "lvhua", "waitan", "yuyuan", "jiedao"),
)


# The program in a workspace of its own


def lay_out(folder: Path, plan: str = PLAN, rows: Mapping[str, str] = ROWS) -> None:
    """Write a workspace."""
    progress = folder / "data" / "progress"
    progress.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for unit, text in rows.items():
        (progress / f"{unit}.csv").write_text(HEADER + text, encoding="utf-8")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's own environment."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


in_workspace = pytest.mark.usefixtures("workspace")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["show", *arguments])


def show(*arguments: str, as_of: str = DAY) -> str:
    """The output of a run in which all is well."""
    result = run(*arguments, "--as-of", as_of)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def show_data(name: str, as_of: str = DAY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(show(name, "--format", "json", as_of=as_of))
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def without_chart(text: str) -> str:
    """A page but for the chart, which takes the width that there is."""
    return re.sub(r"(?<=\nPlanned and reported\n).*?\n(?=\n)", "", text, flags=re.DOTALL)


def section(text: str, heading: str) -> list[str]:
    """The lines under a heading that begins so."""
    lines = text.splitlines()
    begin = next(at for at, line in enumerate(lines) if line.startswith(heading)) + 1
    end = next((at for at in range(begin, len(lines)) if not lines[at]), len(lines))
    return [line.strip() for line in lines[begin:end]]


# Pages


@pytest.mark.parametrize("name", WHOLE)
@in_workspace
def test_a_whole_page_at_eighty_columns(name: str) -> None:
    assert show(name) == WHOLE[name]


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = show(name)
    monkeypatch.setenv("COLUMNS", str(width))
    text = show(name)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "…" not in text
    assert sorted(squeezed(without_chart(text))) == sorted(squeezed(without_chart(narrow)))


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_what_came_after_the_day_is_not_shown(name: str) -> None:
    for fmt in ("table", "markdown", "json", "csv"):
        text = show(name, "--format", fmt)
        assert "以后的行" not in text
        assert "2026-07-05" not in text


@in_workspace
def test_the_day_decides_what_is_shown() -> None:
    later = show("1.1b", as_of="2026-09-01")
    assert "2026-07-05  区房管局  33" in later
    assert "requirement  80 公里 (was 72.9 公里)" in later
    assert section(later, "Decisions")[-1].endswith("holds")
    before = show("1.1b", as_of="2025-11-02")
    assert "requirement  72.9 公里\n" in before
    assert "due          2026-12-31, the end of the plan; the document states no date" in before
    assert [line.split("  ")[-1] for line in section(before, "Decisions")[1:]] == ["not yet"] * 3
    assert section(before, "Reports")[1:] == [
        "2025-06-30  区房管局  9.1          验收单1.pdf  2025-07-02"
    ]


@in_workspace
def test_by_what_right_a_target_is_due_is_said() -> None:
    def due(name: str) -> list[str]:
        return [
            line.removeprefix("  due").strip()
            for line in show(name).splitlines()
            if line.startswith("  due ")
        ]

    assert due("2.1a") == ["2026-05-31, which the document states"]
    assert due("1.2a") == ["2026-12-31, the end of the plan; the document states no date"]
    assert due("1.2d") == ["none: it goes on to the end of the plan, 2026-12-31"]
    assert due("1.1b") == ["2027-06-30 (was 2026-12-31, slipped 181 days)"]
    assert due("1.2b") == ["the end of each year"]


@in_workspace
def test_a_date_brought_forward(workspace: Path) -> None:
    lay_out(workspace, PLAN.replace("due: 2027-06-30, why: 勘察", "due: 2026-12-01, why: 勘察"))
    assert "due          2026-12-01 (was 2026-12-31, brought forward 30 days)" in show("1.1b")


@in_workspace
def test_the_words_of_the_document_with_the_quoted_part_marked() -> None:
    for clause in show_data("1")["clauses"]:
        whole = "".join(each["text"] for each in clause["text"])
        for each in show_data(clause["clause"])["items"]:
            text = squeezed(show(each["item"]))
            marked = whole.replace(each["quote"], f"【{each['quote']}】", 1)
            assert squeezed(marked) in text


@in_workspace
def test_notes_definitions_baselines_and_who_leads() -> None:
    assert "how it is read  口径待确认" in show("1.1e")
    assert "baseline        829 件 on 2025-01-01" in show("1.1e")
    assert "以年度测评为准" in show("1.1c")
    assert "in the words  13: 2025年的节点" in show("1.1a")
    assert "checkpoints   13 部 by 2025-12-31" in show("1.1a")
    assert "how it is read  “提升”读作定语" in show("1.1")
    assert "leads        区绿化市容局、各街道" in show("1.2a")
    assert "reported by  区绿化市容局" in show("1.2b")
    assert "note           联系人待补" in show("fangguan")
    assert "note  名单不在文件中" in show("jiedao")


@in_workspace
def test_several_reporters_and_one_never_heard_from() -> None:
    text = show("1.2a")
    assert section(text, "What each reporter stands at")[1:] == [
        "区绿化市容局  80%    2026-05-31",
        "外滩街道      60%    2026-06-25",
    ]
    assert "Never heard from: 豫园街道." in text
    assert section(text, "Reports")[1:] == [
        "2026-05-31  区绿化市容局  80     方案已批",
        "2026-06-25  外滩街道      60",
    ]


@in_workspace
def test_the_figure_that_the_source_lost() -> None:
    text = show("2.1b")
    assert "requirement  □5.1 公里" in text
    assert "The arithmetic" not in text
    assert "Planned and reported" not in text
    assert "=>  unrated    the source lost the figure;" in text


@in_workspace
def test_what_a_unit_leads_owes_and_reported() -> None:
    text = show("lvhua")
    assert "leads clauses  1.2" in text
    assert section(text, "What is late")[1:] == [
        "1.2b@2025  打造更新街区  区绿化市容局          1 of 2 片  2025-12-31  overdue",
        "1.2a       街区更新设计  区绿化市容局、各街道  60%        2026-12-31  at-risk",
    ]
    assert "What it has not reported on" not in text
    assert [line.split()[0] for line in section(text, "Its newest rows")[1:]] == [
        *("2026-06-15", "2026-06-15", "2026-05-31", "2025-11-30")
    ]


@in_workspace
def test_a_unit_that_has_reported_nothing(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": ""})
    text = show("waitan")
    assert "It has reported nothing up to 2026-06-30." in text
    assert [line.split()[0] for line in section(text, "What it has not reported on")[1:]] == [
        *("1.2a", "1.2c@waitan", "1.2d")
    ]


@in_workspace
def test_of_a_unit_the_newest_ten_rows_are_shown(workspace: Path) -> None:
    rows = "".join(f"2026-05-{n:02},1.2d,,第{n}次巡查,,\n" for n in range(1, 13))
    lay_out(workspace, rows={"waitan": rows})
    dates = [line[:10] for line in section(show("waitan"), "Its newest rows")[1:]]
    assert dates == [f"2026-05-{n:02}" for n in range(12, 2, -1)]
    assert len(section(show("1.2d"), "Reports")) == 14  # all of them, and another unit's


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        (" 1.1a\t", "1.1a 加梯"),
        ("　1.1　", "1.1 推进居住环境品质提升"),
        ("区房管局", "fangguan 区房管局"),
        (" 豫园街道 ", "yuyuan 豫园街道"),
        ("各街道", "jiedao 各街道"),
        ("1.2b@2025", "1.2b@2025 打造更新街区"),
        ("1.2c@waitan", "1.2c@waitan 建成公园 外滩街道"),
        ("2", "2 保障城市运行安全"),
    ],
)
@in_workspace
def test_things_are_named_by_id_or_name(name: str, heading: str) -> None:
    assert show(name).splitlines()[0] == heading


# The arithmetic


@in_workspace
def test_the_measures_worked_out_by_hand() -> None:
    found = {each["item"]: each for each in show_data("1.1")["items"]}
    measures = ("earned_schedule_days", "spi", "tspi", "expected", "forecast", "forecast_range")
    assert {item: [each[key] for key in measures] for item, each in found.items()} == {
        "1.1a": [364, 364 / 540, 365 / 189, 19, "2027-12-19", ["2027-06-25", "2027-12-19"]],
        "1.1b": [270, 0.5, 640 / 370, 54, "2029-12-26", ["2028-03-26", "2029-12-26"]],
        # 11.5 of 15 are 558.9 of 729 days
        "1.1c": [
            *(558.9, 558.9 / 540, 170.1 / 189, 80 + 100 / 9),
            *("2026-12-07", ["2026-12-07", "2026-12-13"]),
        ],
        "1.1d": [0, None, 1, 85, None, None],
        "1.1e": [229, 229 / 540, 500 / 189, 289, "2029-09-17", ["2027-11-07", "2029-09-17"]],
        "1.1f": [None] * 6,
    }


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        (
            "1.2a",  # 80% and 60% report for the day of the older: 515 days, 0.6 × 729 = 437.4
            {
                "AT": "515 days from 2025-01-01 to the report of 2026-05-31",
                "PD": "729 days from 2025-01-01 to 2026-12-31",
                "SPI": "ES / AT = 437.40 / 515 = 0.85",
                "TSPI": "(PC - ES) / (PD - AT) = 291.60 / 214 = 1.36",
                "forecast": "2025-01-01 + PD × AT / ES = 2025-01-01 + 859 days = 2027-05-10",
            },
        ),
        (
            "1.2b@2026",  # the first is planned for day 182, and done by day 165
            {
                "AT": "165 days from 2026-01-01 to the report of 2026-06-15",
                "PD": "364 days from 2026-01-01 to 2026-12-31",
                "PV": "0 片 were planned by then, on the way from 0 to 2 片",
                "SPI": "ES / AT = 182.00 / 165 = 1.10",
                "TSPI": "(PC - ES) / (PD - AT) = 182.00 / 199 = 0.91",
                "forecast": "2026-01-01 + PD × AT / ES = 2026-01-01 + 330 days = 2026-11-27",
            },
        ),
        (
            "2.1a",  # 515 days; 0.9 of them are 463.5, more than the 423 that have passed
            {
                "SPI": "ES / AT = 463.50 / 423 = 1.10",
                "TSPI": "(PC - ES) / (PD - AT) = 51.50 / 92 = 0.56",
                "forecast": "",
            },
        ),
    ],
)
@in_workspace
def test_the_arithmetic_step_by_step(
    name: str, steps: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = dict(line.split(maxsplit=1) for line in section(show(name), "The arithmetic"))
    assert {label: shown.get(label, "") for label in steps} == steps


# The rules


def tried(of: dict[str, Any], rows: Rows, as_of: int, **changes: Any) -> list[Tried]:
    plan = plan_of(of, **changes)
    return rules_tried(judge(plan, rows, as_of), plan.policy)


def why(rules: list[Tried], status: Status) -> str:
    return next(rule.why for rule in rules if rule.status == status)


ALSO: dict[str, list[str]] = {
    "nothing on the due day": ["silent"],
    "SPI 59/100": ["at-risk"],
    "worse than its baseline": ["at-risk"],
}
DECIDING = {
    "withdrawn": "by the decision of 2025-02-20",
    "before its start": "it starts on 2025-01-11",
    "met": "300 of 300 个",
    "met on the due day": "300 of 300 个",
    "met late": "300 of 300 个",
    "a duty kept up": "10 days without a report; the limit is 120 days",
    "overdue": "due 2025-10-28, 1 day over",
    "no closing figure": "due 2025-10-28, 1 day over",
    "nothing on the due day": "due 2025-10-28, 1 day over",
    # (300 - 59) / (300 - 100) = 1.205, and people round up
    "SPI 59/100": "SPI 0.59, limit 0.60; TSPI 1.21, limit 2.00",
    # 219 / 260 = 0.8423, 81 / 40 = 2.025
    "TSPI 81/40": "SPI 0.84, limit 0.60; TSPI 2.03, limit 2.00",
    "worse than its baseline": (
        "SPI 0.00, limit 0.60; TSPI 1.20, limit 2.00; it is worse than where it began"
    ),
    "no longer met": (
        "SPI 1.67, limit 0.60; TSPI 0.33, limit 2.00; "
        "it no longer satisfies what it once did (at least 900 个)"
    ),
    "SPI 39/50": "SPI 0.78, limit 0.80; TSPI 1.04, limit 1.10; forecast 2026-01-21",
    "TSPI 111/100": "SPI 0.95, limit 0.80; TSPI 1.11, limit 1.10; forecast 2025-11-15",
    # 33 / 30 is the limit itself, which is not above it
    "due soon": (
        "SPI 0.99, limit 0.80; TSPI 1.10, limit 1.10; due in 30 days; forecast 2025-11-01"
    ),
    "silent": "121 days without a report; the limit is 120 days",
    "never heard from": "nothing reported in 121 days; the limit is 120 days",
    "a silent duty": "121 days without a report; the limit is 120 days",
    "a lost figure": "the source lost the figure; once it is filled in the pace can be judged",
    "a lone level": "a baseline or a second report is needed to judge the pace",
    "on track": "none of the above",
    "a first report awaited": "none of the above",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_rule_that_decided_and_those_that_hold_as_well(name: str) -> None:
    of, rows, as_of, status, _reasons = EXAMPLES[name]
    rules = tried(of, rows, as_of)
    assert [rule.status for rule in rules if rule.mark == "=>"] == [status]
    assert [rule.status for rule in rules if rule.mark == "+"] == ALSO.get(name, [])
    assert {rule.mark for rule in rules} <= {"=>", "+", ""}
    if name in DECIDING:
        assert next(rule.why for rule in rules if rule.mark) == DECIDING[name]


def test_the_rules_stand_in_the_order_of_judging() -> None:
    assert {example[3] for example in EXAMPLES.values()} == set(STATUSES)
    for of, rows, as_of, status, _reasons in EXAMPLES.values():
        shown = [rule.status for rule in tried(of, rows, as_of)]
        assert shown == [each for each in STATUSES if each in shown]
        assert ("kept" in shown) is (of is DUTY)
        # what is settled is tried no further
        tries = {"withdrawn": 1, "upcoming": 2, "met": 3}
        assert len(shown) == tries.get(status, 5 if of is DUTY else 9)


@in_workspace
def test_the_deciding_rule_is_marked_on_the_page() -> None:
    for item in ("1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f", "1.2a", "1.2d", "2.1a", "2.1b"):
        (found,) = show_data(item)["items"]
        marks = [line for line in section(show(item), "The rules") if line.startswith(("=>", "+"))]
        assert marks[0].split()[:2] == ["=>", found["status"]]
        assert [rule["status"] for rule in found["rules"] if rule["decided"]] == [found["status"]]
        assert [line.split()[1] for line in marks] == [
            rule["status"] for rule in found["rules"] if rule["holds"]
        ]
    (withdrawn,) = show_data("1.1f")["items"]
    assert [rule["status"] for rule in withdrawn["rules"]] == ["withdrawn"]


# The plan that ships


@cache
def shipped() -> ShowView:
    loaded, problems = load_plan(ROOT / "plan.yaml", "plan.yaml")
    assert loaded is not None, problems
    plan = loaded.plan
    catalogue, as_of = Catalogue(plan), date(2026, 6, 30)
    judged = {item.id: assess(item, {}, plan, as_of) for item in catalogue.items.values()}
    return ShowView("", catalogue, as_of, judged, {}, [])


def shipped_page(name: str, width: int = 80) -> list[str]:
    parts = terminal_blocks(show_page(shipped()._replace(name=name)), width)
    return "\n".join(part.plain for part in parts if isinstance(part, Text)).split("\n")


def test_every_word_of_the_shipped_plan_is_a_targets_or_set_aside() -> None:
    for clause in shipped().catalogue.plan.clauses():
        for segment in segments(clause):
            words = [char for char in segment.text if unicodedata.category(char)[0] not in "PZC"]
            assert segment.targets or segment.aside or not words, (clause.id, segment.text)


def test_every_target_of_the_shipped_plan_is_marked_in_its_clause() -> None:
    for clause in shipped().catalogue.plan.clauses():
        marked = {name for segment in segments(clause) for name in segment.targets}
        of_title = {each.id for each in clause.targets if each.quote not in clause.text}
        assert marked | of_title == {each.id for each in clause.targets}
        text = "\n".join(shipped_page(clause.id))
        for name in marked:
            assert re.search(rf"【(?:\S+\+)?{re.escape(name)}[+ \n]", text), name
        for item in shipped().catalogue.items.values():
            if item.clause.id == clause.id:
                assert re.search(rf"^  {re.escape(item.id)}  ", text, re.MULTILINE), item.id


@pytest.mark.parametrize("width", [80, 120])
def test_every_page_of_the_shipped_plan_fits(width: int) -> None:
    catalogue = shipped().catalogue
    names = [
        *(*catalogue.items, *catalogue.targets, *catalogue.clauses, *catalogue.chapters),
        *(*catalogue.units, *catalogue.groups),
    ]
    assert len(names) > 400
    wide = {
        name: line for name in names for line in shipped_page(name, width) if cell_len(line) > width
    }
    assert wide == {}


# For programs


ITEM_KEYS = {
    *("item", "target", "clause", "name", "kind", "period", "member", "leads", "reporters"),
    *("status", "late", "reasons", "explanation", "value", "required", "progress", "expected"),
    *("spi", "tspi", "earned_schedule_days", "start", "due", "original_due", "days_left"),
    *("reported", "met_on", "forecast", "forecast_range"),
}


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_json_has_what_is_promised(name: str) -> None:
    found = show_data(name)
    assert {"version", "plan", "as_of", "summary", "items", "clauses", "rows"} <= set(found)
    assert (found["version"], found["as_of"], found["name"]) == (1, DAY, name)
    assert set(found["summary"]) == set(STATUSES)
    assert sum(found["summary"].values()) == len(found["items"]) > 0
    for each in found["items"]:
        assert set(each) >= ITEM_KEYS
        assert sum(rule["decided"] for rule in each["rules"]) == 1
    assert {row["item"] for row in found["rows"]} <= {each["item"] for each in found["items"]}


@in_workspace
def test_json_rounds_nothing_and_says_which_rows_count() -> None:
    found = show_data("1.1b")
    assert found["rows"] == [
        {
            "date": date,
            "item": "1.1b",
            "unit": "fangguan",
            "value": value,
            "note": note,
            "evidence": evidence,
            "recorded": recorded,
            "counts": counts,
        }
        for date, value, note, evidence, recorded, counts in (
            ("2025-06-30", 9.1, "", "验收单1.pdf", "2025-07-02T10:00:00+08:00", True),
            ("2026-06-25", 270, "把米当公里", "", "2026-06-25T10:00:00+08:00", False),
            ("2026-06-25", 27, "更正为公里", "验收单2.pdf", "2026-07-10T10:00:00+08:00", True),
        )
    ]
    (item,) = found["items"]
    assert item["tspi"] == 640 / 370
    assert item["planned"] == [
        {"date": "2025-01-01", "value": 0},
        {"date": "2027-06-30", "value": 91},
    ]
    reported = [{"date": "2025-06-30", "value": 9.1}, {"date": "2026-06-25", "value": 27}]
    assert item["reported_values"] == reported
    assert item["reporter_values"] == {"fangguan": reported}


@in_workspace
def test_json_of_a_path_and_of_a_falling_level() -> None:
    (count,), (level,) = (show_data(name)["items"] for name in ("1.1a", "1.1e"))
    assert [(each["date"], each["value"]) for each in count["planned"]] == [
        *(("2025-01-01", 0), ("2025-12-31", 13), ("2026-12-31", 27))
    ]
    assert [each["value"] for each in level["planned"]] == [829, 100]
    assert [each["value"] for each in level["reported_values"]] == [750, 600]


@in_workspace
def test_json_of_a_clause_has_its_text_in_segments() -> None:
    (clause,) = show_data("2.1")["clauses"]
    assert [(each["text"], each["targets"], each["set_aside"]) for each in clause["text"]] == [
        ("更新燃气立管并", ["2.1a"], False),
        ("检查", ["2.1a", "2.1b"], False),
        ("□5.1公里", ["2.1b"], False),
        ("燃气管道", ["2.1b", "2.1c"], False),
        ("。", [], False),
    ]
    (clause,) = show_data("1.1")["clauses"]
    assert clause["text"][0] == {"text": "坚持以人为本", "targets": [], "set_aside": True}
    assert clause["note"] == "“提升”读作定语"


@in_workspace
def test_csv_of_an_item_is_its_rows() -> None:
    assert show("1.1b", "--format", "csv") == (
        "date,item,unit,value,note,evidence,recorded,counts\n"
        "2025-06-30,1.1b,fangguan,9.1,,验收单1.pdf,2025-07-02T10:00:00+08:00,true\n"
        "2026-06-25,1.1b,fangguan,270,把米当公里,,2026-06-25T10:00:00+08:00,false\n"
        "2026-06-25,1.1b,fangguan,27,更正为公里,验收单2.pdf,2026-07-10T10:00:00+08:00,true\n"
    )


@in_workspace
def test_csv_of_a_clause_is_its_items() -> None:
    found = list(csv.DictReader(io.StringIO(show("1.1", "--format", "csv"))))
    assert [(each["item"], each["status"], each["value"]) for each in found] == [
        ("1.1a", "at-risk", "12"),
        ("1.1b", "off-track", "27"),
        ("1.1c", "on-track", "91.5"),
        ("1.1d", "unrated", "85"),
        ("1.1e", "off-track", "600"),
        ("1.1f", "withdrawn", ""),
    ]


@in_workspace
def test_a_note_that_a_spreadsheet_would_run_is_text(workspace: Path) -> None:
    lay_out(
        workspace,
        rows={"waitan": "2026-06-15,1.2d,,@SUM(A1),-1+2,\n", "yuyuan": "2026-06-15,1.2d,,=1,+2,\n"},
    )
    found = list(csv.DictReader(io.StringIO(show("1.2d", "--format", "csv"))))
    cells = {each["unit"]: (each["note"], each["evidence"]) for each in found}
    assert cells["waitan"] == ("'@SUM(A1)", "'-1+2")
    assert cells["yuyuan"] == ("'=1", "'+2")


@in_workspace
def test_markdown_leaves_what_files_hold_as_text() -> None:
    text = show("2.1c", "--format", "markdown")
    lines = text.splitlines()
    assert lines[0] == "# 2.1c 巡\\[red\\]检\\<U+202E\\>\\<U+003A\\>:error"
    assert lines[-1] == (
        "| 2026-06-15 | 豫园街道 |  | \\<U+001B\\>\\[31m\\[red\\]红\\<U+001B\\>\\[0m"
        " \\<U+003A\\>:error::x \\<U+202E\\>倒 | =1+1 |  |"
    )
    assert "| =\\> | kept | 15 days without a report; the limit is 120 days |" in lines
    chart = show("1.1b", "--format", "markdown").partition("## Planned and reported\n\n")[2]
    assert chart.startswith("      91 |  ")


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_text_from_files_is_never_a_command_to_the_terminal(name: str) -> None:
    for fmt in ("table", "json", "csv", "markdown"):
        text = show(name, "--format", fmt)
        assert not set(text) & {"\x1b", "\x07", "\u202e", "\u200b"}
        if fmt != "json":
            assert "::error" not in text.replace("<U+003A>:error::x", "")


# How it ends


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("1.2z", "there is no “1.2z” in the plan; did you mean 1.2?"),
        ("2.1d", "there is no “2.1d” in the plan; did you mean 2.1"),
        ("外滩街", "there is no “外滩街” in the plan; did you mean 外滩街道?"),
        ("fanguan", "there is no “fanguan” in the plan; did you mean fangguan?"),
        ("9", "there is no “9” in the plan"),
        (" ", "there is no “” in the plan"),
    ],
)
@in_workspace
def test_an_unknown_name_is_refused_with_the_nearest(name: str, message: str) -> None:
    result = run(name, "--as-of", DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value: {message}" in result.stderr


def test_a_name_must_be_given() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")


FAULTS = (
    "data/progress/waitan.csv:4:17: HP306 “约5” is no exact figure\n"
    "data/progress/waitan.csv:5:12: HP305 there is no target “9.9z”\n"
)


@pytest.mark.parametrize("fmt", ["table", "json", "csv", "markdown"])
@in_workspace
def test_faulty_rows_are_named_and_the_page_is_still_there(workspace: Path, fmt: str) -> None:
    sound = show("1.2a", "--format", fmt)
    bad = ROWS["waitan"] + "2026-06-26,1.2c,约5,,,\n2026-06-26,9.9z,1,,,\n"
    lay_out(workspace, rows={"waitan": bad})
    result = run("1.2a", "--as-of", DAY, "--format", fmt)
    assert (result.exit_code, result.stdout) == (1, sound)
    assert result.stderr.startswith(FAULTS)


@pytest.mark.parametrize("fmt", ["table", "json"])
def test_without_a_plan_nothing_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("1.1a", "--format", fmt)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "plan.yaml" in result.stderr


def test_a_plan_that_cannot_be_used_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, PLAN.replace("kind: duty", "kind: duties"))
    monkeypatch.chdir(tmp_path)
    result = run("1.1a", "--as-of", DAY)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "plan.yaml:" in result.stderr


@pytest.mark.parametrize("of", ["", "plan.yaml"])
def test_the_plan_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    lay_out(tmp_path / "there")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert show("1.1a", "--plan", str(tmp_path / "there" / of)) == COUNT


@in_workspace
def test_nothing_is_written(workspace: Path) -> None:
    def seen() -> dict[str, bytes]:
        return {
            path.relative_to(workspace).as_posix(): path.read_bytes()
            for path in workspace.rglob("*")
            if path.is_file()
        }

    before = seen()
    for fmt in ("table", "json", "csv", "markdown"):
        run("1.1", "--format", fmt)
    assert seen() == before


# Faults that were mended


@in_workspace
def test_a_year_of_a_target_for_each_member_has_a_page(workspace: Path) -> None:
    lay_out(workspace, PLAN.replace("each: jiedao}", "each: jiedao, every: year}"), {"waitan": ""})
    text = show("1.2c@2025")
    assert "1.2c@2025@waitan" in text
    assert "1.2c@2026@waitan" not in text


@in_workspace
def test_a_long_link_is_folded(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": f"2026-06-15,1.2d,,巡查,https://x.cn/{'a' * 120},\n"})
    assert max(cell_len(line) for line in show("1.2d").splitlines()) <= 80


@pytest.mark.parametrize("width", [60, 80, 120])
@in_workspace
def test_the_chart_takes_the_width_of_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = show("1.1a")
    assert max(cell_len(line) for line in text.splitlines()) <= width
    axis = text.partition("\nPlanned and reported\n")[2].split("\n\n")[0].splitlines()[-1]
    assert (axis.split(), len(axis)) == (["2025-01-01", "2026-12-31"], width - 2)


@in_workspace
def test_a_row_that_is_there_twice_counts(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": "2026-06-25,1.2a,60,,,\n2026-06-25,1.2a,60,,,\n"})
    rows = [row for row in show_data("1.2a")["rows"] if row["unit"] == "waitan"]
    assert [row["counts"] for row in rows] == [True]  # the same words are one row
    assert "corrected" not in show("1.2a")


@in_workspace
def test_a_corrected_row_of_a_duty_says_so(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": "2026-06-25,1.2d,,一次,,\n2026-06-25,1.2d,,两次,,\n"})
    assert section(show("1.2d"), "Reports")[1:] == [
        "2026-06-15  区绿化市容局               巡查三次",
        "2026-06-25  外滩街道      (corrected)  一次",
        "2026-06-25  外滩街道                   两次",
        "A value in brackets was corrected by a later row.",
    ]


def test_a_level_that_went_back_is_off_track_for_that_reason() -> None:
    of, rows, as_of, *_rest = EXAMPLES["no longer met"]
    found = why(tried(of, rows, as_of), "off-track")
    assert "no longer" in found
    assert "worse than where it began" in why(tried(LEVEL, [(60, 590)], 60), "off-track")


def test_that_spi_is_not_judged_yet_is_said() -> None:
    """29 of 300 on day 49 is SPI 0.59, which decides from day 50 on alone."""
    assert why(tried(AMOUNT, [(49, 29)], 49), "off-track") == (
        "SPI 0.59, limit 0.60; not judged in the first sixth of the time; TSPI 1.08, limit 2.00"
    )
    for day in (50, 310):  # and so behind the due date
        found = why(tried(AMOUNT, [(day, 29)], day), "off-track")
        assert "SPI" in found
        assert "not judged" not in found


def test_a_measure_is_not_rounded_onto_its_limit() -> None:
    assert "SPI 0.599, limit 0.60;" in why(tried(AMOUNT, [(100, "59.9")], 100), "off-track")


def test_an_item_that_is_at_risk_as_it_is_due_soon_says_so() -> None:
    of, rows, as_of, *_rest = EXAMPLES["due soon"]
    assert "due in 30 days" in why(tried(of, rows, as_of), "at-risk")


def test_a_lost_figure_is_nothing_to_measure_against() -> None:
    rules = tried(ILLEGIBLE, [], 110)
    assert why(rules, "unrated").startswith("the source lost the figure; ")
    assert why(rules, "overdue") == "never, as the required figure is lost"


def test_a_duty_that_was_never_reported_on_is_not_kept_for_a_reason() -> None:
    """On day 30 nothing was reported, which is no 30 days behind a report."""
    assert why(tried(DUTY, [], 30), "kept") == (
        "nothing reported in 30 days; the limit is 120 days"
    )


def test_a_level_without_a_baseline_starts_when_the_plan_does() -> None:
    assert why(tried(ALONE, [(60, 700)], 70), "upcoming") == "it starts on 2025-01-01"


@in_workspace
def test_a_target_of_several_items_says_which_way_it_is_required(workspace: Path) -> None:
    each = PLAN.replace("at_least: 1, uom: 个,", "at_most: 1, uom: 天,").replace(
        "各街道建成1个公园, kind: count", "各街道建成1个公园, kind: level"
    )
    lay_out(workspace, each, {"waitan": ""})
    assert "requirement   at most 1 天" in show("1.2c")


@in_workspace
def test_a_members_item_is_reported_by_the_member() -> None:
    assert "reported by   豫园街道\n" in show("1.2c@yuyuan")


@in_workspace
def test_a_year_is_due_at_its_own_end(workspace: Path) -> None:
    lay_out(workspace, PLAN.replace("every: year,", "every: year, due: 2026-06-30,"))
    assert re.search("^  due +2025-12-31", show("1.2b@2025"), re.MULTILINE)


@in_workspace
def test_the_planned_value_is_rounded_as_the_explanation_rounds_it() -> None:
    assert "91.11% were planned by then" in show("1.1c")


@in_workspace
def test_what_a_reporter_of_a_milestone_stands_at_is_a_percentage() -> None:
    assert "80%    2026-05-31" in show("1.2a")


@in_workspace
def test_a_units_page_names_what_has_fallen_silent() -> None:
    """豫园街道 last reported on 2.1b on 2026-05-31, 121 days before."""
    assert section(show("yuyuan", as_of="2026-09-29"), "What has fallen silent") == [
        "item  name          last report  silent for",
        "2.1b  检查燃气管道  2026-05-31   121 days",
    ]


@in_workspace
def test_a_units_page_says_as_of_which_day_it_speaks() -> None:
    assert re.search(f"^  as of +{DAY}$", show("fangguan"), re.MULTILINE)
