"""Dashboard, alerts and documentation speak of figures that there are, and of all of them."""

import json
import re
from functools import cache
from pathlib import Path

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.bootstrap.watching import CODES
from bot.watch.metrics import Metrics

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "tirkeu.json").read_text(encoding="utf-8"))
DOCS = (ROOT / "docs" / "watching.md").read_text(encoding="utf-8")
NAME = re.compile(r"\b(?:tirkeu|process|python_gc)_[a-z_]+")
LABELLED = re.compile(r"(\w+)\{([^}]*)\}")
GRAFANAS = {"instance"}
# the shapes of line that the file keeps to: with them it is YAML of which nothing can be read in two ways
ALERT = re.compile(
    r"      - alert: (?P<name>Tirkeu\w+)\n"
    r"        expr: (?P<expr>[^\n]+)\n"
    r"(?:        for: \d+m\n)?"
    r"        labels:\n          severity: (?P<severity>page|ticket)\n"
    r"        annotations:\n          summary: [^:#\n]+\.\n          means: [^:#\n]+\.\n          "
    r"first: (?:[^:#\n]|https:)+[.?]\n"
)


@cache
def figures() -> dict[str, set[str]]:
    """Every name that can be asked for, with its labels."""
    said = generate_latest(Metrics(CODES, has_backups=True).registry).decode() + INFO
    named: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(said):
        for sample in family.samples:
            named.setdefault(sample.name, set()).update(sample.labels)
    return named


INFO = '# TYPE tirkeu_build_info gauge\ntirkeu_build_info{version="1",tables="1"} 1.0\n'  # its labels come at the start


def expressions() -> list[str]:
    """What the panels ask for."""
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", ())]


def alerts() -> list[re.Match[str]]:
    """The alerts, each whole."""
    return list(ALERT.finditer(ALERTS.read_text(encoding="utf-8")))


def own(name: str) -> str:
    """A figure's name without what Prometheus adds."""
    return re.sub(r"_(bucket|sum|count)$", "", name)


def test_alerts_are_written_in_one_shape() -> None:
    """Every alert has an expression, a severity, and says what it means for people and what to do first."""
    text = ALERTS.read_text(encoding="utf-8")
    head, _, _ = text.partition("      - alert:")

    assert len(alerts()) == text.count("- alert:") > 0
    assert "".join(found.group() for found in alerts()) == text.removeprefix(head)
    assert head.endswith("groups:\n  - name: tirkeu\n    rules:\n")


def test_nobody_asks_for_a_figure_that_there_is_not() -> None:
    """In panels, alerts and docs: a renamed figure would leave an empty panel, or an alert that never fires."""
    asked = {name for expr in [*expressions(), *(found["expr"] for found in alerts())] for name in NAME.findall(expr)}
    told = {name for name in NAME.findall(DOCS) if own(name) == name}

    assert asked - figures().keys() == set()
    assert {name for name in told if name not in {own(known) for known in figures()}} == set()


def test_nobody_asks_for_a_label_that_there_is_not() -> None:
    """A wrong label's name or value matches nothing, in silence."""
    for expr in [*expressions(), *(found["expr"] for found in alerts())]:
        for name, inside in LABELLED.findall(expr):
            for label in re.findall(r"(\w+)=", inside):
                assert label in figures()[name] | GRAFANAS, (name, label)
    said = generate_latest(Metrics(CODES).registry).decode()
    for value in re.findall(
        r'(?:result|reason|outcome|kind)=~?"([^"]+)"', " ".join(found["expr"] for found in alerts())
    ):
        for one in value.split("|"):
            assert f'"{one}"' in said, one


def test_every_figure_is_shown_or_said_not_to_be() -> None:
    """What is counted is on the dashboard, or named as not; and all of ours are explained."""
    shown = {own(name) for expr in expressions() for name in NAME.findall(expr)}
    unshown = set(NAME.findall(DOCS.partition("### Not on the dashboard")[2].partition("\n## ")[0]))
    explained = {own(name) for name in re.findall(r"^\| `(tirkeu_[a-z_]+)`", DOCS, re.MULTILINE)}
    every = {own(name) for name in figures()}

    assert every - shown - unshown == set()
    assert shown & unshown == set()
    assert explained == {name for name in every if name.startswith("tirkeu_")}


def test_every_alert_is_explained() -> None:
    """With its severity, so that whoever changes one changes the other."""
    explained = dict(re.findall(r"^\| `(Tirkeu\w+)` \| (\w+) \|", DOCS, re.MULTILINE))

    assert explained == {found["name"]: found["severity"] for found in alerts()}


def test_the_dashboard_can_be_imported() -> None:
    """A stable uid, a choice of data source, panels with ids and places of their own, each with a word about it."""
    panels = DASHBOARD["panels"]
    shown = [panel for panel in panels if panel["type"] != "row"]
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}

    assert DASHBOARD["uid"] == "tirkeu"
    assert {"schemaVersion", "title", "time", "refresh", "templating"} <= DASHBOARD.keys()
    assert (
        DASHBOARD["templating"]["list"][0] | {"type": "datasource", "name": "datasource"}
        == (DASHBOARD["templating"]["list"][0])
    )
    assert len({panel["id"] for panel in panels}) == len(places) == len(panels)
    for panel in shown:
        assert panel["description"]
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        for target in (panel, *panel["targets"]):
            assert target["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_every_label_comes_from_a_list_of_ours() -> None:
    """No series but those of enumerations, and not so many that a server would suffer."""
    said = generate_latest(Metrics(CODES).registry).decode()
    values = {value for values in re.findall(r"\{([^}]*)\}", said) for value in re.findall(r'="([^"]*)"', values)}

    assert all(re.fullmatch(r"[A-Za-z0-9_+.-]{1,40}", value) for value in values)
    assert 300 < len(re.findall(r"^tirkeu_", said, re.MULTILINE)) < 1500
