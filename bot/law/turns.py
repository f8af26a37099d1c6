"""The two days on which the law of registration turned."""

from datetime import date

ABOLITION = date(2020, 1, 11)
"""Law No. 292-VI of 27 December 2019: a foreigner's own registration is abolished."""

ORDER_923_IN_FORCE = date(2026, 7, 1)
"""Order 923: whoever comes from certain states registers again."""
