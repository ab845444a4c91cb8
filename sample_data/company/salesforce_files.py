"""The rows of the Salesforce exports, as Data Loader writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from company import names
from company.crm import Crm
from company.deals import LOST, PROBABILITY, STAGES, WON, Account, Deal, Step
from company.leads import Lead
from company.quotas import seller
from company.setting import AS_OF, SOURCES, at_work, money, stream

Row = Sequence[str]

OPPORTUNITY = (
    "Id,IsDeleted,AccountId,IsPrivate,Name,Description,StageName,StageSortOrder,Amount,"
    "Probability,ExpectedRevenue,TotalOpportunityQuantity,CloseDate,Type,NextStep,LeadSource,"
    "IsClosed,IsWon,ForecastCategory,ForecastCategoryName,CurrencyIsoCode,CampaignId,"
    "HasOpportunityLineItem,Pricebook2Id,OwnerId,CreatedDate,CreatedById,LastModifiedDate,"
    "LastModifiedById,SystemModstamp,LastActivityDate,LastStageChangeDate,FiscalYear,"
    "FiscalQuarter,ContactId,PrimaryPartnerAccountId,LastAmountChangedHistoryId,"
    "LastCloseDateChangedHistoryId"
)
HISTORY = (
    "Id,OpportunityId,CreatedById,CreatedDate,CreatedDateForInsert,StageName,Amount,"
    "ExpectedRevenue,CloseDate,Probability,FromForecastCategory,ForecastCategory,"
    "PrevForecastUpdate,FromOpportunityStageName,PrevOpportunityStageUpdate,CurrencyIsoCode,"
    "ValidThroughDate,SystemModstamp,IsDeleted,PrevAmount,PrevCloseDate"
)
ACCOUNT = (
    "Id,IsDeleted,MasterRecordId,Name,Type,RecordTypeId,ParentId,BillingCountry,Website,"
    "Industry,AnnualRevenue,NumberOfEmployees,CurrencyIsoCode,OwnerId,CreatedDate,"
    "AccountSource,Segment__c,Region__c"
)
LEAD = (
    "Id,IsDeleted,MasterRecordId,Salutation,FirstName,LastName,Company,Email,LeadSource,"
    "Status,Industry,Rating,OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,"
    "ConvertedContactId,ConvertedOpportunityId,CreatedDate,MQL_Date__c,SQL_Date__c"
)
FORECAST = {
    STAGES[0]: "Pipeline",
    STAGES[1]: "Pipeline",
    STAGES[2]: "Pipeline",
    STAGES[3]: "BestCase",
    STAGES[4]: "Forecast",
    WON: "Closed",
    LOST: "Omitted",
}
FORECAST_NAMES = {"BestCase": "Best Case", "Forecast": "Commit"}


def flag(*, value: bool) -> str:
    """Write a truth value."""
    return "true" if value else "false"


def moment(when: dt.datetime) -> str:
    """Write a moment: `2026-09-30T16:04:05.000Z`."""
    return f"{when:%Y-%m-%dT%H:%M:%S}.000Z"


def amount(cents: int | None) -> str:
    """Write an amount without decimals it does not have."""
    if cents is None:
        return ""
    return money(cents).removesuffix("0").removesuffix(".0") if cents % 10 == 0 else money(cents)


def expected(cents: int | None, stage: str) -> int | None:
    """Return amount × probability."""
    return None if cents is None else cents * PROBABILITY[stage] // 100


def opportunity(deal: Deal) -> Row:
    """Return one deal as it stands."""
    category = FORECAST[deal.stage]
    last = deal.steps[-1].at
    moved = next(step.at for step in deal.steps if step.stage == deal.stage)
    order = (*STAGES, WON, LOST).index(deal.stage) + 1
    return (
        deal.id,
        flag(value=deal.deleted),
        deal.account.id,
        "false",
        deal.name,
        "",
        deal.stage,
        str(order),
        amount(deal.amount),
        str(PROBABILITY[deal.stage]),
        amount(expected(deal.amount, deal.stage)),
        "",
        str(deal.close),
        deal.kind,
        "",
        deal.source,
        flag(value=deal.is_closed),
        flag(value=deal.stage == WON),
        category,
        FORECAST_NAMES.get(category, category),
        deal.account.currency,
        "",
        "false",
        "",
        deal.owner,
        moment(deal.steps[0].at),
        deal.owner,
        moment(last),
        deal.owner,
        moment(last),
        str(last.date()),
        moment(moved),
        str(deal.close.year),
        str((deal.close.month + 2) // 3),
        "",
        "",
        "",
        "",
    )


def history(deal: Deal, number: int) -> list[Row]:
    """Return the path of a deal, one row a step."""
    rows: list[Row] = []
    before: Step | None = None
    for step in deal.steps:
        rows.append(_step(deal, before, step, number + len(rows)))
        before = step
    return rows


def _step(deal: Deal, before: Step | None, step: Step, number: int) -> Row:
    return (
        names.salesforce_id("008", 120000 + number),
        deal.id,
        deal.owner,
        moment(step.at),
        "",
        step.stage,
        amount(step.amount),
        amount(expected(step.amount, step.stage)),
        str(step.close),
        str(PROBABILITY[step.stage]),
        FORECAST[before.stage] if before else "",
        FORECAST[step.stage],
        "",
        before.stage if before else "",
        "",
        deal.account.currency,
        "",
        moment(step.at),
        flag(value=deal.deleted),
        amount(before.amount) if before and before.amount != step.amount else "",
        str(before.close) if before and before.close != step.close else "",
    )


def history_rows(crm: Crm) -> list[Row]:
    """Return the history of all deals."""
    rows: list[Row] = []
    for deal in crm.deals:
        rows += history(deal, len(rows))
    return rows


def account(one: Account) -> Row:
    """Return one account."""
    dice = stream("sales", "account", one.id)
    return (
        one.id,
        "false",
        "",
        one.name,
        "Customer" if one.customer and one.customer.mrr(AS_OF) else "Prospect",
        "",
        "",
        one.country,
        f"https://www.{one.domain}" if one.domain else "",
        "",
        "",
        str(dice.randint(4, 40) * {"smb": 3, "mid": 15, "ent": 80}[one.segment]),
        one.currency,
        seller(dice, one.segment, AS_OF),
        moment(at_work(dice, one.created)),
        one.source if one.source in SOURCES else "",
        one.segment,
        one.region,
    )


def lead(one: Lead) -> Row:
    """Return one lead."""
    dice = stream("sales", "lead row", one.id)
    return (
        one.id,
        "false",
        "",
        "",
        one.given,
        one.family,
        one.company,
        one.email,
        one.source,
        one.status,
        "",
        "",
        one.owner,
        flag(value=one.deal is not None),
        str(one.deal.created) if one.deal else "",
        one.deal.account.id if one.deal else "",
        "",
        one.deal.id if one.deal else "",
        moment(at_work(dice, one.created)),
        str(one.mql or ""),
        str(one.deal.created) if one.deal else "",
    )
