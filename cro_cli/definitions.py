"""The contested definitions: each switch, what it may say, and what holds when nobody says.

Page and section are those of the definitions that the project goes by (`definitions 4.1`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cro_cli.named_tuple import NamedTuple


class Switch(NamedTuple):
    """One switch under `definitions:` in the config.

    It says one of the words `choices`, the usual one first; or, without any, a whole number from
    `least` to `most`. `shapes` are the tables of recurring revenue whose rows tell what it decides
    on; none are named where all do, or where it is about something else.
    """

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    default: str = ""
    least: int = 0
    most: int = 0
    shapes: tuple[str, ...] = ()

    @property
    def values(self) -> str:
        """What it may say, in words."""
        if self.choices:
            *most, last = self.choices
            return f"{', '.join(most)} or {last}"
        return f"{self.least} to {self.most}"

    @property
    def usual(self) -> str:
        """What holds when nobody says."""
        return self.default or self.choices[0]


_NO_YES = ("false", "true")
_AGREED = ("subscription_versions", "subscriptions")
_PRICED = (*_AGREED, "invoice_lines")
_DATED = (*_PRICED, "movements")
_LINES = ("invoice_lines",)

SWITCHES = (
    Switch(
        name="end_inclusive",
        meaning="An end date is the last paid day, not the first day without service.",
        choices=_NO_YES,
        shapes=_PRICED,
    ),
    Switch(
        name="month_rule",
        meaning="A month counts what is in force on this day of it.",
        choices=("last_day", "first_day", "any_overlap"),
        shapes=_DATED,
    ),
    Switch(
        name="weeks_per_month",
        meaning="How many weeks make up a month.",
        choices=("52/12", "4.33", "4"),
        shapes=_PRICED,
    ),
    Switch(
        name="days_per_month",
        meaning="How many days make up a month.",
        choices=("365/12", "30"),
        shapes=_PRICED,
    ),
    Switch(
        name="trials",
        meaning="Subscriptions on trial.",
        choices=("exclude", "include"),
        shapes=_AGREED,
    ),
    Switch(
        name="discounts",
        meaning="Which discounts reduce MRR while they are in force. Recurring is every one but "
        "those for a single interval.",
        choices=("recurring", "all", "forever", "none"),
        shapes=_PRICED,
    ),
    Switch(
        name="taxes",
        meaning="The tax on an invoice line.",
        choices=("exclude", "include"),
        shapes=_LINES,
    ),
    Switch(
        name="credit_notes",
        meaning="Credit notes for service that was billed; prorations always count.",
        choices=("ignore", "reduce"),
        shapes=_LINES,
    ),
    Switch(
        name="usage",
        meaning="What is metered is no part of MRR, only what is agreed; or the mean of its last "
        "three months is, or that of the last one.",
        choices=("committed", "t3m", "t1m"),
    ),
    Switch(
        name="past_due_churn_after_days",
        meaning="After how many days a subscription past due has churned. 0 is never.",
        default="0",
        most=90,
        shapes=_AGREED,
    ),
    Switch(
        name="unpaid",
        meaning="Subscriptions that are unpaid for good.",
        choices=("exclude", "include"),
        shapes=_AGREED,
    ),
    Switch(
        name="paused",
        meaning="Subscriptions that are paused.",
        choices=("exclude", "include"),
        shapes=_AGREED,
    ),
    Switch(
        name="churn_at",
        meaning="A subscription leaves with its last paid day, on the day it was canceled once it "
        "has ended, or on the day its end was scheduled.",
        choices=("service_end", "cancel_date", "scheduled"),
        shapes=("subscriptions",),
    ),
    Switch(
        name="free_is_churn",
        meaning="Who goes from paying to a free plan has churned; otherwise it stays a customer.",
        choices=("true", "false"),
        shapes=_PRICED,
    ),
    Switch(
        name="lapse_grace_days",
        meaning="Service that is taken up again within so many days was never given up.",
        default="0",
        most=365,
    ),
    Switch(
        name="reactivation",
        meaning="Customers who come back are a movement of their own, or new ones.",
        choices=("separate", "new"),
    ),
    Switch(
        name="parents",
        meaning="Customers with a parent count for themselves, or as part of the parent.",
        choices=("separate", "roll_up"),
    ),
    Switch(
        name="fx",
        meaning="Foreign revenue is worth the same in every month, or what each month's rate makes "
        "of it, with a movement of its own; retention is always at constant rates.",
        choices=("constant", "historical"),
    ),
    Switch(
        name="cmrr",
        meaning="CMRR is MRR less what of it is scheduled to be lost within the horizon; or also "
        "with what is signed, steps up or ends a pause by then, unless it is lost again. CARR has "
        "both always; trials are in neither.",
        choices=("losses", "forward"),
    ),
    Switch(
        name="cmrr_horizon_days",
        meaning="The horizon of CMRR in days.",
        default="90",
        least=1,
        most=365,
    ),
    Switch(
        name="retention",
        meaning="NRR and GRR are of the customers of a year ago, of the MRR bridge of the period, "
        "of twelve months compounded, or of contracts that came up for renewal, those of several "
        "years annualised; NRR also of the customers of a year ago without what prices, or "
        "discounts that ended, have changed since of plans still paid for.",
        choices=("cohort", "bridge", "compound", "renewal", "ex_price", "ex_discounts"),
    ),
    Switch(
        name="logo_churn",
        meaning="Logo churn is of the customers of a year ago, or the mean of the last three "
        "months, each of those who paid when it began.",
        choices=("cohort", "monthly"),
    ),
    Switch(
        name="early_churn_days",
        meaning="Within how many days of the day on which they were won early churn counts "
        "customers as lost.",
        choices=("180", "90"),
    ),
    Switch(
        name="magic_number",
        meaning="The magic number takes the change of ARR, or of revenue as the books have it.",
        choices=("arr", "gaap"),
    ),
    Switch(
        name="rule_of_40_margin",
        meaning="The margin in the Rule of 40.",
        choices=("ebitda", "fcf"),
    ),
    Switch(
        name="quick_ratio_reactivation",
        meaning="Whether customers who came back count in the quick ratio.",
        choices=("include", "exclude"),
    ),
)

# The tables that recurring revenue is read from, the most trusted first. What holds the history
# comes before what is only there now, what was agreed before what was billed.
SHAPES = ("mrr", "subscription_versions", "movements", "invoice_lines", "subscriptions")

BY_NAME: Mapping[str, Switch] = MappingProxyType({one.name: one for one in SWITCHES})
DEFAULTS: Mapping[str, str] = MappingProxyType({one.name: one.usual for one in SWITCHES})


def differing(given: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each definition in force that is not the usual one."""
    for switch in SWITCHES:
        value = given.get(switch.name, switch.usual)
        if value != switch.usual:
            yield f"`definitions.{switch.name}` is {value}, where {switch.usual} is usual"
