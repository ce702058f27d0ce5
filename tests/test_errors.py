"""Every error of ours is a sentence in both languages, and survives a process border."""

from __future__ import annotations

import pickle

import pytest

from xltool.documents import errors as document_errors
from xltool.documents.errors import UnreadableDocumentError
from xltool.language import errors
from xltool.language.errors import UnreadableWorkbookError, XltoolError
from xltool.language.refusals import DOCUMENT_REFUSALS, REFUSALS

KINDS = [
    kind
    for kind in (*vars(errors).values(), *vars(document_errors).values())
    if isinstance(kind, type)
    and issubclass(kind, XltoolError)
    and kind not in (XltoolError, UnreadableDocumentError, UnreadableWorkbookError)
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_error_is_a_sentence_even_without_its_parts(kind: type[XltoolError], lang: str) -> None:
    assert kind().sentence(lang)


@pytest.mark.parametrize("reason", REFUSALS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_refusal_has_its_remedy(reason: str, lang: str) -> None:
    parts = {"cell": "XFD1048576", "sheets": "Sheet1", "sheet": "Sheet1"}
    parts |= {"row": "9", "form": "绩效目标表", "missing": "指标值"}
    text = UnreadableWorkbookError(reason, **parts).sentence(lang)
    assert "?" not in text
    assert text.endswith(("。", "."))
    assert len([part for part in text.replace(". ", "。").split("。") if part]) >= 2


@pytest.mark.parametrize("reason", DOCUMENT_REFUSALS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_refusal_of_a_document_names_it_and_its_remedy(reason: str, lang: str) -> None:
    text = UnreadableDocumentError(reason, path="公开.doc").sentence(lang)
    assert "公开.doc" in text
    assert len([part for part in text.replace(". ", "。").split("。") if part]) >= 2


def test_errors_pass_between_processes() -> None:
    for error in (
        UnreadableWorkbookError("far_cell", cell="B7"),
        errors.OutputError(path="甲"),
        UnreadableDocumentError("doc", path="甲.doc"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert again.sentence("zh") == error.sentence("zh")
