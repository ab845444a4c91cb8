"""Staff: who was hired when, who left, and what they cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from company import names
from company.setting import AS_OF, FIRST, MONTHS, day_between, month_end, stream


@dataclass(frozen=True, kw_only=True)
class Department:
    """A department: heads at the start and at the as-of day, monthly cost of one in dollars."""

    name: str
    division: str
    before: int
    now: int
    monthly_cost: int
    titles: tuple[str, ...]


SALES, MARKETING, SUCCESS, SUPPORT = "Sales", "Marketing", "Customer Success", "Support"
SERVICES = "Professional Services"
DEPARTMENTS = (
    Department(
        name=SALES,
        division="Go-to-market",
        before=9,
        now=14,
        monthly_cost=9100,
        titles=(
            "VP Sales",
            "Account Executive",
            "Account Executive",
            "Sales Development Representative",
            "Account Executive",
            "Solutions Engineer",
            "Account Executive",
        ),
    ),
    Department(
        name=MARKETING,
        division="Go-to-market",
        before=4,
        now=6,
        monthly_cost=7900,
        titles=("Marketing Manager", "Content Marketer", "Demand Generation Manager"),
    ),
    Department(
        name=SUCCESS,
        division="Go-to-market",
        before=4,
        now=7,
        monthly_cost=7000,
        titles=("Customer Success Manager", "Account Manager"),
    ),
    Department(
        name=SUPPORT,
        division="Operations",
        before=4,
        now=6,
        monthly_cost=5600,
        titles=("Support Engineer", "Support Specialist"),
    ),
    Department(
        name=SERVICES,
        division="Operations",
        before=3,
        now=4,
        monthly_cost=7200,
        titles=("Implementation Consultant", "Trainer"),
    ),
    Department(
        name="Engineering",
        division="Product",
        before=13,
        now=19,
        monthly_cost=9600,
        titles=("Software Engineer", "Senior Software Engineer", "Data Engineer"),
    ),
    Department(
        name="Product",
        division="Product",
        before=3,
        now=4,
        monthly_cost=9700,
        titles=("Product Manager", "Product Designer"),
    ),
    Department(
        name="General & Administrative",
        division="Operations",
        before=5,
        now=7,
        monthly_cost=8300,
        titles=("Accountant", "People Partner", "Controller", "Office Manager"),
    ),
)
HEADER = (
    "Employee #,Last Name,First Name,Work Email,Department,Division,Location,Job Title,"
    "Reporting to,Hire Date,Employment Status,Termination Date"
)
STAYS_DAYS = (90, 3300)
STARTING_SOON = dt.date(2026, 10, 12)


@dataclass(kw_only=True)
class Employee:
    """One person."""

    department: Department
    given: str
    family: str
    title: str
    place: str
    contract: str
    hired: dt.date
    left: dt.date | None = None

    def works(self, day: dt.date) -> bool:
        """Tell whether the person is on the payroll at the end of a day."""
        return self.hired <= day and (self.left is None or self.left > day)


def recruit(department: Department, number: int, hired: dt.date) -> list[Employee]:
    """Return who held a position since a day: each that leaves is replaced after a while."""
    dice = stream("office", "people", department.name, number)
    found = []
    day: dt.date | None = hired
    while day is not None and day <= AS_OF:
        given, family = names.person(dice)
        employee = Employee(
            department=department,
            given=given,
            family=family,
            title=department.titles[number % len(department.titles)],
            place=dice.choice(("Boston", "Boston", "Remote US", "Dublin", "Berlin")),
            contract=dice.choices(("Full-Time", "Part-Time", "Contractor"), (0.93, 0.04, 0.03))[0],
            hired=day,
        )
        found.append(employee)
        last = max(day, FIRST) + dt.timedelta(dice.randint(*STAYS_DAYS))
        employee.left = last if last <= AS_OF else None
        day = last + dt.timedelta(dice.randint(25, 70)) if employee.left else None
    return found


def positions(department: Department) -> list[dt.date]:
    """Return the day from which each position exists."""
    dice = stream("office", "positions", department.name)
    days = [day_between(dice, dt.date(2019, 2, 1), FIRST) for _ in range(department.before)]
    growth = department.now - department.before
    span = (AS_OF - FIRST).days
    return days + [
        FIRST + dt.timedelta(span * (count + 1) // (growth + 1)) for count in range(growth)
    ]


def staff() -> list[Employee]:
    """Return everybody who ever worked here since the first month, by day of hire."""
    found = [
        employee
        for department in DEPARTMENTS
        for number, day in enumerate(positions(department))
        for employee in recruit(department, number, day)
    ]
    dice = stream("office", "starting soon")
    given, family = names.person(dice)
    found.append(
        Employee(
            department=DEPARTMENTS[0],
            given=given,
            family=family,
            title="Account Executive",
            place="Boston",
            contract="Full-Time",
            hired=STARTING_SOON,
        )
    )
    return sorted(found, key=lambda one: (one.hired, one.family, one.given))


def heads(people: list[Employee], department: str, month: dt.date) -> int:
    """Count a department at a month end."""
    day = month_end(month)
    return sum(one.works(day) for one in people if one.department.name == department)


def cost(people: list[Employee], department: str, month: dt.date) -> int:
    """Return a month's staff cost in cents, raised by 3 % each year."""
    monthly = next(one.monthly_cost for one in DEPARTMENTS if one.name == department)
    raised = 100 + 3 * (MONTHS.index(month) // 12)
    return heads(people, department, month) * monthly * raised


def rows(people: list[Employee]) -> list[tuple[str, ...]]:
    """Return the rows of the headcount export."""
    return [
        (
            f"{number:04d}",
            one.family,
            one.given,
            f"{names.mailbox(one.given, one.family)}{number}@lumenloop.example",
            one.department.name,
            one.department.division,
            one.place,
            one.title,
            "",
            str(one.hired),
            "Terminated" if one.left else one.contract,
            str(one.left or ""),
        )
        for number, one in enumerate(people, start=1)
    ]
