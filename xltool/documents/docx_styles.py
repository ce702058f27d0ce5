"""The look of a published document: page, fonts, styles, page numbers, watermark."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor

TEXT_WIDTH, TEXT_WIDTH_LYING = Cm(16.4), Cm(25.1)
"""Of A4 between its margins, upright and lying on its side."""

BODY, TABLE, STRONG = "Body Text", "Table Text", "Numbered Name"
COVER, COVER_UNIT, CONTENTS = "Title", "Subtitle", "Contents Heading"

_HEADINGS = (("宋体", 18, 6), ("黑体", 15, 8), ("黑体", 14, 6))
"""Font, size and room above, in points, by level."""

_WATERMARK = """
<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
  xmlns:w10="urn:schemas-microsoft-com:office:word"><w:rPr><w:noProof/></w:rPr><w:pict>
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
    path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
    <v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
    <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
    <v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
    <v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
    </v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>
    <o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
  <v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{number}" type="#_x0000_t136"
    style="position:absolute;margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;
    z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
    mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"
    fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>
    <v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt" string="{text}"/>
    <w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>"""


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Without the characters that a document cannot hold."""
    return _NO_XML.sub("", text)


def dress(document: Document, width: Length) -> None:
    """Set the page for a text of this width, the styles and nothing else in a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if width > TEXT_WIDTH:
        section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.4)
    section.footer_distance = Cm(1.4)
    _speak_chinese(document)
    _style(document, "Normal", "仿宋", 14)
    body = _style(document, BODY, "仿宋", 15, line=28, justify=True)
    indent_first_line(body.element)
    strong = _style(document, STRONG, "楷体", 15, bold=True, line=28, justify=True)
    indent_first_line(strong.element)
    _style(document, TABLE, "宋体", 10.5, line=16)
    for level, (font, size, before) in enumerate(_HEADINGS):
        heading = _style(document, f"Heading {level + 1}", font, size, bold=level == 0)
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(8 if level == 0 else 4)
        heading.paragraph_format.keep_with_next = True
    _style(document, COVER, "宋体", 26, bold=True, centre=True)
    _style(document, COVER_UNIT, "宋体", 20, centre=True)
    _style(document, CONTENTS, "黑体", 16, centre=True).paragraph_format.space_after = Pt(12)
    for level in range(1, 4):
        style = _style(document, f"toc {level}", "仿宋" if level > 1 else "黑体", 12, line=24)
        style.paragraph_format.left_indent = Pt(21 * (level - 1))
        style.paragraph_format.tab_stops.add_tab_stop(
            width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


def _speak_chinese(document: Document) -> None:
    """The language that Word checks and breaks lines by, and layout as in Word 2013 and later."""
    settings: Any = document.settings.element
    languages = [
        *document.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"),
        *settings.iterfind(qn("w:themeFontLang")),
    ]
    for language in languages:
        language.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iterfind(f"{qn('w:compat')}/{qn('w:compatSetting')}"):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def update_on_opening(document: Document) -> None:
    """Have Word offer to fill in the table of contents when it opens the document."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    settings: Any = document.settings.element
    settings.find(qn("w:compat")).addprevious(update)


def _style(
    document: Document,
    name: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    centre: bool = False,
    justify: bool = False,
    line: float | None = None,
) -> Any:
    styles = document.styles
    known = {style.name for style in styles}
    of_word = name.startswith("toc ")  # its own style for the entries of a table of contents
    style: Any = (
        styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, of_word)
    )
    if name not in known:
        style.base_style = styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _set_fonts(style.element.get_or_add_rPr(), font)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(line) if line else 1.0
    if line:
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    if centre:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif justify:
        layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    borders = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    return style


def _set_fonts(properties: Any, font: str) -> None:
    """Chinese in this font, Latin letters and digits in Times New Roman; no theme in between."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), "Times New Roman")
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # else “ ” and … are set narrow, as Latin marks
    properties.insert(0, fonts)


def indent_first_line(element: Any) -> None:
    """Two characters in a style or paragraph, as Chinese paragraphs begin."""
    indent = element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "600")


def field(paragraph: Any, code: str, shown: str = "") -> None:
    """Append a field with its result, as Word keeps it."""
    begin_field(paragraph, code)
    if shown:
        paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Any, code: str) -> None:
    """The beginning of a field, up to its result."""
    _mark(paragraph, "begin")
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    _mark(paragraph, "separate")


def end_field(paragraph: Any) -> None:
    """The end of a field, behind its result."""
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def number_pages(section: Any) -> None:
    """Page numbers from 1 in the footer of this section: — 1 —."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:cols")).addprevious(numbering)
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.style = TABLE
    paragraph.add_run("— ")
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" —")


def watermark(section: Any, text: str) -> None:
    """Large grey letters across every page of this section and those after it."""
    paragraph = section.header.paragraphs[0]
    xml = _WATERMARK.format(ns=nsdecls("w"), number=2049, text=text, font="宋体")
    paragraph._p.append(parse_xml(xml))
