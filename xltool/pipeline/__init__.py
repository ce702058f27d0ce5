"""READ FIRST: the whole way of each command on one page.

Many files -> chunks, done here or in other processes (chunks, local_pool, dask_pool) -> results
in the order of the files; what is done to one chunk is check_work and entry_work.

check: paths -> files (inputs) -> Workbook (excel.read) -> the form it is filled in on, and its
Submission (extract) -> Report (checking: pandera runs the rules) -> an output format
(reports.formats). A file that cannot be read becomes a Report that says why; the others go on.
Report -> words (problems) -> marked copy (excel.marks) -> file (outputs): see `mark`.

new: a form, and what last year's workbook has that persists (extract.carry_over) -> .xlsx
(excel.template).

import: a published document -> Document, its lines as cells in a grid (documents.read) -> its form,
found by the same labels -> Filling and the lines left over (documents.placement) -> the bytes of a
filled standard workbook (excel.template).

publish: workbooks -> submissions and reports, as in check -> each unit's Filling
(documents.units) -> headings, paragraphs and tables (documents.published) -> the bytes of a .docx
file (documents.docx_writer), with page numbers where LibreOffice is installed.

consolidate: the same reports and their records -> the ledger (entry_work) -> which submissions
count in the month (month.submission_status, month.selection) -> what changed (month.differences)
and the rules across workbooks (month.batch_rules) -> the summary, written row by row and proved
(excel.summary.workbook, excel.summary.proof).
"""
