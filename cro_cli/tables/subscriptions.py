"""What customers have agreed to pay, and when it changed."""

from __future__ import annotations

from cro_cli.tables.table import Kind, Table, columns

SUBSCRIPTIONS = Table(
    name="subscriptions",
    meaning="Subscriptions as they stand now, ended ones included.",
    columns=columns(
        ("id*", Kind.TEXT, "subscription id"),
        ("customer*", Kind.TEXT, "billing customer id"),
        ("plan", Kind.TEXT, "plan or price"),
        ("status", Kind.TEXT, "active, trialing, past_due, canceled, unpaid, incomplete, paused"),
        ("quantity", Kind.NUMBER, "seats or units; 1 when there is no such column"),
        ("type", Kind.TEXT, "recurring, usage or one_off; recurring when not given"),
        ("amount", Kind.MONEY, "price of one unit for one interval, before tax; items may say it"),
        ("currency", Kind.TEXT, "ISO code; the reporting currency when there is no such column"),
        ("interval", Kind.TEXT, "day, week, month, quarter or year; items may say it"),
        ("interval_count", Kind.NUMBER, "how many of these an interval spans; 1 when not given"),
        ("discount", Kind.MONEY, "discount for one interval"),
        ("discount_percent", Kind.PERCENT, "discount as a share of the price"),
        ("discount_duration", Kind.TEXT, "once, repeating or forever; forever when not given"),
        ("discount_end_on", Kind.DATE, "first day without the discount"),
        ("created_on", Kind.DATE, "day the subscription was created"),
        ("started_on*", Kind.DATE, "first day of service"),
        ("trial_end_on", Kind.DATE, "first day that is paid for"),
        ("period_start_on", Kind.DATE, "start of the current billing period"),
        ("period_end_on", Kind.DATE, "end of the current billing period"),
        ("cancel_requested_on", Kind.DATE, "day the cancellation was asked for"),
        ("cancel_at_period_end", Kind.FLAG, "ends when the current period ends"),
        ("paused_on", Kind.DATE, "first day of the pause"),
        ("resumed_on", Kind.DATE, "first day after the pause"),
        ("ended_on", Kind.DATE, "first day without service"),
        ("end_reason", Kind.TEXT, "why it ended, as the billing system says it"),
        ("updated_on", Kind.DATE, "day of the last change"),
    ),
    key=("id", "started_on"),
    events=("created_on", "started_on", "period_start_on", "cancel_requested_on", "updated_on"),
    ahead=("started_on",),
    closings={"ended_on": ("canceled", "cancelled")},
    planned=("future", "draft"),
)

SUBSCRIPTION_VERSIONS = Table(
    name="subscription_versions",
    meaning="Subscriptions over time: a row for each span of one price, plan and quantity.",
    columns=columns(
        ("id*", Kind.TEXT, "id of the subscription, or of that part of it that has its own price"),
        ("customer*", Kind.TEXT, "billing customer id"),
        ("version", Kind.TEXT, "number or id of the version"),
        ("plan", Kind.TEXT, "plan or price"),
        ("status", Kind.TEXT, "active, trialing, past_due, canceled, unpaid, incomplete, paused"),
        ("type", Kind.TEXT, "recurring, usage or one_off; recurring when not given"),
        ("quantity", Kind.NUMBER, "seats or units; 1 when there is no such column"),
        ("amount*", Kind.MONEY, "price of one unit for one interval, before tax"),
        ("currency", Kind.TEXT, "ISO code; the reporting currency when there is no such column"),
        ("interval*", Kind.TEXT, "day, week, month, quarter or year"),
        ("interval_count", Kind.NUMBER, "how many of these an interval spans; 1 when not given"),
        ("discount", Kind.MONEY, "recurring discount for one interval"),
        ("discount_percent", Kind.PERCENT, "recurring discount as a share of the price"),
        ("started_on*", Kind.DATE, "first day on which the version is in force"),
        ("ended_on", Kind.DATE, "first day on which it no longer is"),
        ("since_on", Kind.DATE, "first paid day, where the history of it begins later"),
        ("trial", Kind.FLAG, "the version is a trial"),
        ("end_reason", Kind.TEXT, "why it ended, as the billing system says it"),
        ("updated_on", Kind.DATE, "day of the last change"),
    ),
    key=("id", "version", "started_on"),
    told_by=("version",),
    events=("started_on", "updated_on"),
    ahead=("started_on",),
    closings={"ended_on": ("canceled", "cancelled")},
    planned=("future", "draft"),
)

SUBSCRIPTION_ITEMS = Table(
    name="subscription_items",
    meaning="What subscriptions consist of: a row for each price, add-on or coupon.",
    columns=columns(
        ("id*", Kind.TEXT, "item id"),
        ("subscription*", Kind.TEXT, "subscription id"),
        ("price", Kind.TEXT, "id of the price, where `prices` say what it is"),
        ("plan", Kind.TEXT, "plan or product"),
        ("quantity", Kind.NUMBER, "seats or units; 1 when there is no such column"),
        ("amount", Kind.MONEY, "price of one unit for one interval, before tax"),
        ("currency", Kind.TEXT, "ISO code; that of the subscription when not given"),
        ("interval", Kind.TEXT, "day, week, month, quarter or year"),
        ("interval_count", Kind.NUMBER, "how many of these an interval spans; 1 when not given"),
        ("type", Kind.TEXT, "recurring, usage or one_off; recurring when not given"),
        ("discount", Kind.MONEY, "discount for one interval"),
        ("discount_percent", Kind.PERCENT, "discount as a share of the price"),
        ("discount_duration", Kind.TEXT, "once, repeating or forever; forever when not given"),
        ("discount_end_on", Kind.DATE, "first day without the discount"),
        ("started_on", Kind.DATE, "first day of the item; that of the subscription when not given"),
        ("ended_on", Kind.DATE, "first day without the item"),
    ),
    key=("id",),
)

PRICES = Table(
    name="prices",
    meaning="The price list that subscription items refer to.",
    columns=columns(
        ("id*", Kind.TEXT, "price id"),
        ("plan", Kind.TEXT, "plan or product"),
        ("amount*", Kind.MONEY, "price of one unit for one interval, before tax"),
        ("currency", Kind.TEXT, "ISO code"),
        ("interval", Kind.TEXT, "day, week, month, quarter or year"),
        ("interval_count", Kind.NUMBER, "how many of these an interval spans; 1 when not given"),
        ("type", Kind.TEXT, "recurring or one_off; recurring when not given"),
        ("usage_type", Kind.TEXT, "licensed or metered; licensed when not given"),
    ),
    key=("id",),
    told_by=("interval",),
)

MOVEMENTS = Table(
    name="movements",
    meaning="A log of changes of monthly recurring revenue, signed.",
    columns=columns(
        ("id", Kind.TEXT, "id of the change"),
        ("customer", Kind.TEXT, "billing customer id; looked up by subscription when not given"),
        ("subscription", Kind.TEXT, "subscription id"),
        ("plan", Kind.TEXT, "plan after the change"),
        ("on*", Kind.DATE, "day of the change"),
        ("movement", Kind.TEXT, "what the billing system calls it"),
        ("delta*", Kind.MONEY, "change of monthly recurring revenue: negative for a loss"),
        ("currency", Kind.TEXT, "ISO code"),
    ),
    key=("customer", "subscription", "id", "plan", "on", "movement", "currency"),
    unique=False,
    events=("on",),
)

MRR = Table(
    name="mrr",
    meaning="Ready-made monthly recurring revenue by customer and month: the history.",
    columns=columns(
        ("customer*", Kind.TEXT, "billing customer id"),
        ("month*", Kind.MONTH, "month whose end the amount is for"),
        ("amount*", Kind.MONEY, "monthly recurring revenue at that month end"),
        ("currency", Kind.TEXT, "ISO code"),
        ("plan", Kind.TEXT, "plan"),
    ),
    key=("customer", "month", "currency", "plan"),
    unique=False,
    events=("month",),
)
