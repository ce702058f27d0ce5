"""What xltool could not do with a document: one plain sentence with a remedy."""

from __future__ import annotations

from xltool.language.errors import XltoolError
from xltool.language.refusals import DOCUMENT_REFUSALS
from xltool.language.words import Words


class UnreadableDocumentError(XltoolError):
    """A file is no document that can be read; `reason` is a key of `DOCUMENT_REFUSALS`."""

    def __init__(self, reason: str, **parts: str) -> None:
        super().__init__(reason=reason, **parts)

    def sentence(self, lang: str = "zh") -> str:
        """Why the document was not read, and what to do about it."""
        return DOCUMENT_REFUSALS[str(self.parts["reason"])].render(self.parts, lang)


class UnknownLayoutError(XltoolError):
    """A document that holds none of the known forms."""

    TEXT = Words(
        "{path} 的版式认不出来：要找的是{wanted}等栏目，文中只见{found}。"
        "请确认是公开的绩效目标文本，表格和栏目名称没有改动。",
        "The layout of {path} is not known: labels such as {wanted} were looked for, only "
        "{found} was found. Check that it is a published target document with its labels kept.",
    )


class LostTableError(XltoolError):
    """A document whose labels are there, but not the tables that they stood in."""

    TEXT = Words(
        "{path} 中有{found}等栏目，但表格已经散开，分不出哪一格填的是什么。"
        "请导入 Word 文档（.docx）；如果只有文本，每一格前面要有制表符。",
        "{path} holds the labels {found}, but no longer the table that they stood in. Import the "
        "Word document (.docx); in a text, each cell needs a tab before it.",
    )


class NoDocumentError(XltoolError):
    """The paths given hold no document."""

    TEXT = Words(
        "{path} 中没有可导入的文档（.docx .txt）。",
        "{path} holds no document to import (.docx .txt).",
    )


class UnpublishableError(XltoolError):
    """Workbooks that belong to different forms cannot become one document."""

    TEXT = Words(
        "这些工作簿不是同一种表单（{forms}），不能合成一份文档。请按表单分别生成。",
        "These workbooks are filled in on different forms ({forms}) and cannot become one "
        "document. Publish each form by itself.",
    )
