"""The ledger's tables, one script for each version of the schema.

A script is never changed once it has been released: a change is a further one. A new column needs
none: what a row type has and a table has not is added when the ledger is opened. Statements are
parted by a semicolon at the end of a line.
"""

from __future__ import annotations

_FIRST = """
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    form TEXT NOT NULL,
    unit TEXT, unit_name TEXT, unit_sheet TEXT, unit_cell TEXT,
    year TEXT, period TEXT, month TEXT,
    received TEXT, modified TEXT,
    verdict TEXT NOT NULL, accepted INTEGER NOT NULL,
    errors INTEGER NOT NULL, warnings INTEGER NOT NULL, notes INTEGER NOT NULL,
    reason_zh TEXT NOT NULL, reason_en TEXT NOT NULL, not_run TEXT NOT NULL,
    UNIQUE (path, digest)
);
CREATE INDEX submissions_by_unit ON submissions (form, unit);
CREATE TABLE projects (
    submission INTEGER NOT NULL, place INTEGER NOT NULL,
    code TEXT, name TEXT, key TEXT NOT NULL,
    budget TEXT, fiscal TEXT, other TEXT, executed TEXT,
    plan TEXT NOT NULL, indicators INTEGER NOT NULL, alike TEXT NOT NULL,
    sheet TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
CREATE TABLE indicators (
    submission INTEGER NOT NULL, place INTEGER NOT NULL, project INTEGER,
    level1 TEXT, level2 TEXT, level3 TEXT,
    sign TEXT, number TEXT, unit TEXT, text TEXT, basis TEXT,
    sheet TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
CREATE TABLE subgoals (
    submission INTEGER NOT NULL, place INTEGER NOT NULL,
    number TEXT, name TEXT, goal TEXT, measure TEXT,
    sheet TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
CREATE TABLE findings (
    submission INTEGER NOT NULL, place INTEGER NOT NULL,
    identity TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
    project TEXT, field_zh TEXT, field_en TEXT, value TEXT, expected TEXT,
    message_zh TEXT, message_en TEXT, remedy_zh TEXT, remedy_en TEXT,
    opinion INTEGER, explanation TEXT, sheet TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
CREATE TABLE periods (period TEXT PRIMARY KEY);
CREATE TABLE frozen (
    period TEXT NOT NULL, submission INTEGER NOT NULL,
    PRIMARY KEY (period, submission)
) WITHOUT ROWID
"""

_DECISIONS = """
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    period TEXT NOT NULL, form TEXT NOT NULL, unit TEXT NOT NULL,
    fingerprint TEXT NOT NULL, digest TEXT NOT NULL,
    decision TEXT NOT NULL, opinion TEXT NOT NULL, reviewer TEXT NOT NULL, decided TEXT NOT NULL,
    rule TEXT NOT NULL, said TEXT NOT NULL,
    UNIQUE (period, form, unit, fingerprint, digest, decision, opinion, reviewer, decided)
);
CREATE INDEX decisions_by_unit ON decisions (unit, form)
"""

MIGRATIONS = (_FIRST, _DECISIONS)
"""The scripts in order; `PRAGMA user_version` tells how many of them a file has had."""
