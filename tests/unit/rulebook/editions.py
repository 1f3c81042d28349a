"""A sound edition that uses every part of the format, and a way to break it in one place."""

from pathlib import Path

from leitai.engine.rulebook.load import Reading, read_rulebook

SOUND = """\
leitai: "1"
id: demo
edition: "2025"
title: { zh: 澜川市竞赛规则, en: Rules }
status: official
sources:
  - { id: plan, title: 实施方案, number: 澜办发〔2025〕1号, issued: 2025-01-10 }
season: { name: 2025 赛季, start: 2025-01-01, end: 2025-12-31 }
rounds:
  - period: 2025-Q1
    report_by: 2025-04-10
    verify_by: 2025-04-15
    publish_by: 2025-04-20
  - period: 2025-Q2
organisations:
  - { id: stats, name: 统计局 }
  - { id: office, name: 考评办 }
contestants:
  - { id: donghe, name: 东河县, code: "530999" }
  - { id: xishan, name: 西山县 }
  - { id: nanpu, name: 南浦园区, within: donghe }
groupings:
  - id: kinds
    name: 类别
    groups:
      - { id: county, name: 县区组, members: [donghe, xishan] }
      - id: park
        name: 园区组
        members:
          - { id: nanpu, since: 2024-01-01, until: 2030-01-01 }
peers: kinds
roles:
  - { id: votes, name: 票数 }
tree:
  measure: points
  full: { county: 100, park: 50 }
  nodes:
    - id: strength
      name: 实力
      points: { county: 60, park: 30 }
      nodes:
        - id: gdp_growth
          name: GDP 增速
          points: { county: 40, park: 30 }
          unit: "%"
          direction: higher
          period: cumulative
          method: completion
          formula: growth(gdp, gdp[-1y])
          decimals: 1
        - id: invest
          name: 投资
          points: { county: 20 }
          unit: 亿元
          direction: higher
          period: cumulative
          method: { name: completion, cap: 1.2 }
          data_department: stats
          verifier: office
          not_applicable: [xishan]
    - id: service
      name: 服务
      points: { county: 40.0, park: 20 }
      unit: 分
      direction: higher
      period: period
      rounds: [2025-Q1, 2025-Q2]
      method:
        name: step_table
        table:
          - { interval: "[90, 100]", points: 20 }
          - { interval: "[0, 90)", points: 10 }
        domain: "[0, 100]"
      policies: { no_task: { fixed: 2 } }
series:
  - { id: gdp, name: 生产总值, unit: 亿元, period: cumulative, data_department: stats }
adjustments:
  - { id: prize, name: 获奖, kind: bonus, points: 2, cap: 4, gate: gdp_growth >= 5 }
  - { id: fault, name: 通报, kind: deduction, points: 1, category: reports }
  - { id: accident, name: 重大事故, kind: veto, effect: cap_grade, grade: fair }
caps:
  deduction: 10
  categories: { reports: 5 }
  floor: 0
  total: 110
grades:
  - { id: good, name: 优秀, interval: "90..120" }
  - { id: fair, name: 一般, interval: "0..90" }
awards:
  - id: speak
    name: 交流发言
    kind: speak
    when: rank <= 3 and not vetoed() and rate(strength) >= 60
    groups: [county]
lights:
  - id: progress
    name: 进度灯
    measure: completion(value, target) - 100
    indicators: [invest]
    bands:
      - { id: green, name: 绿, symbol: "●", colour: "#00aa00", interval: "[0, +inf)" }
      - { id: red, name: 红, symbol: "■", colour: "#aa0000", interval: "(-inf, 0)" }
statements:
  - { period: 2025-Q1, contestant: donghe, fact: rank_first, quotation: 名列第一, source: plan }
meetings:
  - { period: 2025-Q1, date: 2025-04-25, act: 点评会 }
policies:
  rounding: { indicator: 2, track: none, total: 2, mode: half_up }
  rank_on: rounded
  ties: { break_by: [strength, invest] }
  tied_ladder: shared
  ladder_floor: 0
  equal_range: full
  zero_target: ruling
  nonpositive_base: ruling
  abnormal_base: { rule: cap, limit: 50 }
  unreported: zero
  late: { deduct: 0.5, cap: 2 }
  not_yet_published: unranked
  no_task: reweight
  grade_borders: left_closed
  peers_include_self: true
  park_in_county: separate
  vintage: latest
  unranked_in_statistics: false
  progress: score
"""


def broken(*changes: tuple[str, str], text: str = SOUND) -> str:
    """The edition with each change made in the one place it fits."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def read(folder: Path, text: str | bytes, name: str = "rulebook.yaml") -> Reading:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_rulebook(path)


def found(reading: Reading) -> list[tuple[str, int]]:
    """What a reading reports: codes with their lines."""
    return [(fault.code, int(fault.place.rpartition(":")[2]) if ":" in fault.place else 0) for fault in reading.faults]


def line_of(text: str, part: str) -> int:
    """The line of the one place where `part` stands."""
    assert text.count(part) == 1, f"{part!r} stands {text.count(part)} times"
    return text.count("\n", 0, text.index(part)) + 1
