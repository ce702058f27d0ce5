"""A workbook -> its report, its rows for the ledger and its words; report -> marked copy.

This is done in the worker process of the drop folder; what it imports takes half a second to load.
"""

from __future__ import annotations

from dataclasses import replace

from xltool.excel.marks.result import result_workbook
from xltool.excel.read.guard import load
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.ledger.entry import entry_of
from xltool.ledger.judged import judging_key
from xltool.model.submission import Submission
from xltool.month.ruled_report import ruled, still_asked
from xltool.pipeline.outputs import Marked
from xltool.pipeline.submissions import judge, read_submission
from xltool.reports.problems import facts, problem_list, verdict_words
from xltool.reports.text import problem_lines
from xltool.watch.tasks import WIDTH, Checked, CheckTask, MarkTask


def check_file(task: CheckTask) -> Checked:
    """The report of a file, its rows for the ledger and its words."""
    forms = load_forms(task.schemas)
    read = read_submission(task.path, forms, Given(task.year), known_as=task.known_as)
    (report,) = judge([read], forms)
    form = next((form for form in forms if form.key == report.form), None)
    submission = read if isinstance(read, Submission) else None
    # The ledger keeps what was found; what was decided about it is asked again for each month.
    kept = replace(report, path=task.kept_as.as_posix())
    if submission:
        submission = replace(submission, path=kept.path)
    entry = entry_of(kept, submission, form, task.received, judging_key(forms))
    report = ruled(report, form, task.rulings, task.lang) if task.rulings and form else report
    settled = sum(bool(finding.exempted) for finding in report.findings)
    report = still_asked(report)
    return Checked(
        report=report,
        entry=entry,
        facts=" · ".join(facts(report, form, task.lang)),
        verdict_words=" · ".join(verdict_words(report, task.lang)),
        lines=tuple(problem_lines(report, form, task.lang, WIDTH)),
        settled=settled,
    )


def mark_file(task: MarkTask) -> Marked:
    """The marked copy of a file whose report stands in the task."""
    data = load(task.path)
    form = next((f for f in load_forms(task.schemas) if f.key == task.report.form), None)
    problems = problem_list(task.report, form, task.lang)
    problems = replace(problems, remarks=(*task.remarks, *problems.remarks))
    marked, suffix = result_workbook(data, problems)
    return Marked(marked, suffix)
