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

# Fields as the forms of the time name them. A ledger before this script kept no other field, and
# of two sums, such as funds carried over and other funds, only their total: that stays unknown.
_RECORDS = """
CREATE TABLE records (
    submission INTEGER NOT NULL, place INTEGER NOT NULL,
    record_table TEXT NOT NULL, number INTEGER NOT NULL, project INTEGER,
    key TEXT NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
CREATE TABLE record_values (
    submission INTEGER NOT NULL, place INTEGER NOT NULL, record INTEGER NOT NULL,
    field TEXT NOT NULL, text TEXT NOT NULL, number TEXT,
    sign TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, cell TEXT NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
UPDATE projects SET code = '', key = replace(replace(name, ' ', ''), char(12288), '')
WHERE code = '?';
INSERT INTO records
SELECT submission, row_number() OVER (PARTITION BY submission ORDER BY kind, place) - 1,
    record_table, place, project, key, sheet, cell
FROM (
    SELECT submission, 1 AS kind, place, 'subgoals' AS record_table, NULL AS project,
        replace(coalesce(name, ''), ' ', '') AS key, sheet, cell
    FROM subgoals
    UNION ALL
    SELECT submission, 2, place, 'projects', place, key, sheet, cell FROM projects
    UNION ALL
    SELECT i.submission, 3, i.place,
        CASE WHEN s.form LIKE 'monitoring@%' THEN 'monitored_indicators'
            WHEN s.form LIKE 'self-assessment@%' THEN 'assessed_indicators'
            ELSE 'indicators' END,
        i.project,
        replace(coalesce(i.level2, '') || '/' || coalesce(i.level3, ''), ' ', ''),
        i.sheet, i.cell
    FROM indicators i JOIN submissions s ON s.id = i.submission
);
INSERT INTO record_values
WITH project AS (
    SELECT r.place AS record, p.*,
        s.form LIKE 'monitoring@%' OR s.form LIKE 'self-assessment@%' AS matrix,
        s.form NOT LIKE 'self-assessment@%' AND s.form NOT LIKE 'national-target@%' AS two_parts
    FROM records r JOIN projects p ON p.submission = r.submission AND p.place = r.number
        JOIN submissions s ON s.id = r.submission
    WHERE r.record_table = 'projects'
), indicator AS (
    SELECT r.place AS record, r.record_table = 'indicators' AS planned, i.*,
        instr(substr(i.number, 2), '-') AS dash
    FROM records r JOIN indicators i ON i.submission = r.submission AND i.place = r.number
    WHERE r.record_table LIKE '%indicators'
), subgoal AS (
    SELECT r.place AS record, g.*
    FROM records r JOIN subgoals g ON g.submission = r.submission AND g.place = r.number
    WHERE r.record_table = 'subgoals'
), months (nth, month, at) AS (
    VALUES (8, 'plan_march', ' 3='), (9, 'plan_june', ' 6='), (10, 'plan_october', ' 10='),
        (11, 'plan_december', ' 12=')
), behind AS (
    SELECT submission, record, nth, month,
        substr(' ' || plan || ' ', instr(' ' || plan, at) + length(at)) AS rest
    FROM project, months WHERE instr(' ' || plan, at)
), planned AS (
    SELECT submission, record, nth, month, substr(rest, 1, instr(rest, ' ') - 1) AS share
    FROM behind
), value AS (
    SELECT submission, record, 1 AS nth, 'number' AS field, number AS text, NULL AS number,
        '' AS sign, '' AS unit, '' AS kind, '' AS cell FROM subgoal
    UNION ALL SELECT submission, record, 2, 'name', name, NULL, '', '', '', cell FROM subgoal
    UNION ALL SELECT submission, record, 3, 'goal', goal, NULL, '', '', '', '' FROM subgoal
    UNION ALL SELECT submission, record, 4, 'measure', measure, NULL, '', '', '', '' FROM subgoal
    UNION ALL SELECT submission, record, 1, 'money_unit', '元', NULL, '', '', '', '' FROM project
    UNION ALL SELECT submission, record, 2, 'code', code, NULL, '', '', '', '' FROM project
    UNION ALL SELECT submission, record, 3, 'name', name, NULL, '', '', '', cell FROM project
    UNION ALL SELECT submission, record, 4, iif(matrix, 'total_initial', 'budget'),
        budget, budget, '', '', 'number', '' FROM project
    UNION ALL SELECT submission, record, 5, iif(matrix, 'fiscal_initial', 'fiscal'),
        fiscal, fiscal, '', '', 'number', '' FROM project
    UNION ALL SELECT submission, record, 6, iif(matrix, 'other_initial', 'other'),
        other, other, '', '', 'number', '' FROM project WHERE two_parts
    UNION ALL SELECT submission, record, 7, 'total_executed', executed, executed, '', '',
        'number', '' FROM project
    UNION ALL SELECT submission, record, nth, month, share, share, '', '', 'points', ''
        FROM planned
    UNION ALL SELECT submission, record, 1, 'level1', level1, NULL, '', '', '', '' FROM indicator
    UNION ALL SELECT submission, record, 2, 'level2', level2, NULL, '', '', '', '' FROM indicator
    UNION ALL SELECT submission, record, 3, 'level3', level3, NULL, '', '', '', '' FROM indicator
    UNION ALL SELECT submission, record, 4, iif(planned, 'value', 'target'), text,
        iif(dash, substr(number, 1, dash) || '~' || substr(number, dash + 2), number),
        sign, unit, 'indicator', cell FROM indicator
    UNION ALL SELECT submission, record, 5, 'evidence', basis, NULL, '', '', '', ''
        FROM indicator WHERE planned
)
SELECT submission, row_number() OVER (PARTITION BY submission ORDER BY record, nth) - 1,
    record, field, text, number, coalesce(sign, ''), coalesce(unit, ''), kind, cell
FROM value WHERE text IS NOT NULL AND text <> ''
"""

_REPORTS = """
CREATE TABLE reports (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    place INTEGER NOT NULL,
    reported_as TEXT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (submission, place)
)
"""

# What the watcher had answered was a table that it made itself; a ledger of `consolidate` has none.
_ANSWERS = """
CREATE TABLE IF NOT EXISTS desk (
    number TEXT PRIMARY KEY, folder TEXT NOT NULL, name TEXT NOT NULL, stem TEXT NOT NULL,
    digest TEXT NOT NULL, rules TEXT NOT NULL, received TEXT NOT NULL,
    place TEXT NOT NULL, verdict TEXT NOT NULL,
    form TEXT NOT NULL, unit TEXT NOT NULL, unit_name TEXT NOT NULL,
    year TEXT NOT NULL, period TEXT NOT NULL,
    errors INTEGER NOT NULL, warnings INTEGER NOT NULL, notes INTEGER NOT NULL,
    findings TEXT NOT NULL, kept TEXT NOT NULL, receipt TEXT NOT NULL, copy TEXT NOT NULL,
    copy_digest TEXT NOT NULL, told TEXT NOT NULL
);
ALTER TABLE desk RENAME TO answers;
ALTER TABLE answers RENAME COLUMN told TO receipt_text;
DROP INDEX IF EXISTS desk_by_content;
DROP INDEX IF EXISTS desk_by_unit;
DROP INDEX IF EXISTS desk_by_name;
CREATE INDEX answers_by_content ON answers (digest, folder, rules);
CREATE INDEX answers_by_unit ON answers (form, unit, received);
CREATE INDEX answers_by_name ON answers (folder, stem);
ALTER TABLE projects RENAME COLUMN alike TO indicators_digest
"""

_RENDERED = """
CREATE TABLE rendered_rows (
    submission INTEGER NOT NULL REFERENCES submissions (id),
    list TEXT NOT NULL,
    known_as TEXT NOT NULL,
    rows BLOB NOT NULL,
    PRIMARY KEY (submission, list)
)
"""

MIGRATIONS = (_FIRST, _DECISIONS, _RECORDS, _REPORTS, _ANSWERS, _RENDERED)
"""The scripts in order; `PRAGMA user_version` tells how many of them a file has had."""
