"""What to write where reports are wanted without anybody asking; every one of them is tested."""

from __future__ import annotations

from cro_cli.named_tuple import NamedTuple


class Recipe(NamedTuple):
    """A file as it is to be written; `said` is what to know of it."""

    name: str
    title: str
    said: str
    text: str


RECIPES = (
    Recipe(
        name="crontab",
        title="cron",
        said="Silence when nothing is at risk, so cron mails only bad news and errors. Its PATH is"
        " short: write where cro lies. A % is the end of a line to cron: write \\%.",
        text="""\
MAILTO=ann@example.com
0 7 * * 1  cro check /srv/exports --only at-risk
""",
    ),
    Recipe(
        name="mail",
        title="A mail with the whole report",
        said="Text, page and numbers in one message; the subject carries the verdict.",
        text="""\
#!/bin/sh
cro report /srv/exports -O email \\
  --to ann@example.com | sendmail -t
""",
    ),
    Recipe(
        name="ifne",
        title="Only when there is something to say, with ifne of moreutils",
        said="cro check prints nothing when all is healthy, and ifne starts nothing without input.",
        text="""\
#!/bin/sh
cro check /srv/exports -q |
  ifne mail -s "Revenue metrics" ann@example.com
""",
    ),
    Recipe(
        name="weekly",
        title="What changed since last week",
        said="The old report is kept when anything fails.",
        text="""\
#!/bin/sh
set -e
cro report /srv/exports -o new.json
if [ -e old.json ]; then
  cro diff old.json new.json -O markdown
fi
mv new.json old.json
""",
    ),
    Recipe(
        name="service",
        title="systemd: cro.service",
        said="The unit fails when a metric is at risk (2) or there is no answer (3); OnFailure= can"
        " tell somebody.",
        text="""\
[Unit]
Description=Revenue metrics
[Service]
Type=oneshot
ExecStart=/usr/local/bin/cro check /srv/exports
SuccessExitStatus=1
DynamicUser=yes
ProtectHome=yes
ProtectSystem=strict
PrivateNetwork=yes
""",
    ),
    Recipe(
        name="timer",
        title="systemd: cro.timer",
        said="Turn it on with `systemctl enable --now cro.timer`.",
        text="""\
[Unit]
Description=Revenue metrics every Monday
[Timer]
OnCalendar=Mon 07:00
Persistent=true
[Install]
WantedBy=timers.target
""",
    ),
    Recipe(
        name="actions",
        title="GitHub Actions: .github/workflows/cro.yaml",
        said="The summary of the run is the report; the job fails when a metric is at risk. Here a"
        " copy of cro lies in the repository, beside exports/.",
        text="""\
on:
  schedule:
    - cron: "0 7 * * 1"
jobs:
  cro:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - run: pip install ./cro
      - run: |
          cro report exports -O markdown \\
            --fail-on at-risk >>"$GITHUB_STEP_SUMMARY"
""",
    ),
    Recipe(
        name="chat",
        title="A chat's web hook, from JSON with jq",
        said="HOOK is the address that the chat gave you. Nothing is sent when nothing is at risk.",
        text="""\
#!/bin/sh
cro check /srv/exports --only at-risk -O json |
jq -c 'select(.readings != []) | {text: (
  [.readings[] | "\\(.title) is at risk"]
  | join("\\n"))}' |
ifne curl -sS -H "Content-Type: application/json" \\
  -d @- "$HOOK"
""",
    ),
    Recipe(
        name="monitor",
        title="Monitoring",
        said="The codes of cro check are those of monitoring plug-ins: 0 fine, 1 warning,"
        " 2 critical, 3 unknown.",
        text="""\
#!/bin/sh
exec cro check /srv/exports -m nrr,grr -O plain -q
""",
    ),
)
