"""Numbers that are a decision and not a fact, in one place. Sources: scoring.md and format.md of the design."""

from __future__ import annotations

# --- scoring (scoring.md §2-§4) ---

LABEL_CUTS = (2.0, 8.0, 20.0)
"""Largest regret of 最优, 可行 and 失误; above is 严重失误. Points of the 0-100 utility scale."""

MIN_STAKE = 3.0
"""A decision whose options differ by less is not scored."""

LEVEL_CUTS = (40.0, 55.0, 70.0, 85.0)
"""Least score of L2-L5 on the scale 0 = random clicking, 100 = every step best."""

LEVEL_CONFIDENCE = 0.8
"""Probability that a level's cut must be exceeded with."""

MIN_EVIDENCE = 4.0
"""Least total evidence weight for a level; below it reads 证据不足."""

MIN_SCENARIOS = 3
"""Least number of distinct scenarios for a level."""

EVIDENCE_HALF_LIFE_DAYS = 180.0

DEFAULT_PASS_MARK = 60
DEFAULT_ENDING_SHARE = 50

# --- analysis ---

STATE_LIMIT = 500_000
"""States after which the analysis gives up and says 未穷尽."""

BOT_SHARE_LIMIT = 0.5
REDLINE_PAYS_MARGIN = 0.5

# --- content (format.md §6) ---

MAX_FILE_BYTES = 1024 * 1024
MAX_NODES = 5_000
MAX_NODE_BYTES = 64 * 1024
MAX_NODE_BLOCKS = 300
MAX_TABLE_CELLS = 400
MAX_FRONT_MATTER_DEPTH = 20
MAX_CONDITION_CHARS = 2_000
MAX_CONDITION_DEPTH = 32
MAX_DIAGNOSTICS_PER_FILE = 20
MAX_OPTIONS = 9
MAX_BRANCHES = 50
