"""Pivot tables, tables and their slicers."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import ROWS, Feature
from tests.zoo.objects import add_anchor
from tests.zoo.parts import BOOK, MAIN, NAMESPACES, OFFICE, SHEET_TYPE, X14, Parts, parse, rels_of

_MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships"
_ROOT = f'xmlns="{X14}" xmlns:x="{MAIN}"'


def _pivot_cells(_book: Any, sheet: Worksheet) -> None:
    sheet.write_row("N2", ["行标签", "求和项:金额"])
    for row, (name, amount) in enumerate((("教育股", 160.75), ("文化股", 120), ("总计", 280.75))):
        sheet.write_row(row + 2, 13, [name, amount])


_PIVOT_CACHE = (
    f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshedBy="王会计"'
    ' refreshedDate="44650" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3"'
    f' recordCount="{len(ROWS)}"><cacheSource type="worksheet"><worksheetSource ref="A1:C5"'
    ' sheet="清单"/></cacheSource><cacheFields count="3"><cacheField name="部门" numFmtId="0">'
    '<sharedItems count="2"><s v="教育股"/><s v="文化股"/></sharedItems></cacheField>'
    '<cacheField name="季度" numFmtId="0"><sharedItems containsSemiMixedTypes="0"'
    ' containsString="0" containsNumber="1" containsInteger="1" minValue="1" maxValue="4"/>'
    '</cacheField><cacheField name="金额" numFmtId="0"><sharedItems containsSemiMixedTypes="0"'
    ' containsString="0" containsNumber="1" minValue="40" maxValue="100.5"/></cacheField>'
    '</cacheFields><extLst><ext uri="{725AE2AE-9491-48be-B2B4-4EB974FC3084}"'
    f' xmlns:x14="{X14}"><x14:pivotCacheDefinition pivotCacheId="1"/></ext></extLst>'
    "</pivotCacheDefinition>"
)
_PIVOT_TABLE = (
    f'<pivotTableDefinition xmlns="{MAIN}" name="数据透视表1" cacheId="1" applyNumberFormats="0"'
    ' applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0"'
    ' applyWidthHeightFormats="1" dataCaption="值" updatedVersion="6" minRefreshableVersion="3"'
    ' useAutoFormatting="1" itemPrintTitles="1" createdVersion="6" indent="0" outline="1"'
    ' outlineData="1" multipleFieldFilters="0"><location ref="N2:O5" firstHeaderRow="1"'
    ' firstDataRow="1" firstDataCol="1"/><pivotFields count="3"><pivotField axis="axisRow"'
    ' showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/></items>'
    '</pivotField><pivotField showAll="0"/><pivotField dataField="1" showAll="0"/></pivotFields>'
    '<rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/>'
    '</i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1">'
    '<dataField name="求和项:金额" fld="2" baseField="0" baseItem="0"/></dataFields>'
    '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1"'
    ' showRowStripes="0" showColStripes="0" showLastColumn="1"/></pivotTableDefinition>'
)


def _pivot_table(made: Parts, sheet: str) -> None:
    """Excel: a pivot table at N2:O5 of the rows on the sheet of choices."""
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    records = "".join(
        f'<r><x v="{int(name == "文化股")}"/><n v="{quarter}"/><n v="{amount}"/></r>'
        for name, quarter, amount in ROWS
    )
    made.add(cache, _PIVOT_CACHE, f"{SHEET_TYPE}.pivotCacheDefinition+xml")
    made.add(
        "xl/pivotCache/pivotCacheRecords1.xml",
        f'<pivotCacheRecords xmlns="{MAIN}" count="{len(ROWS)}">{records}</pivotCacheRecords>',
        f"{SHEET_TYPE}.pivotCacheRecords+xml",
    )
    made.relate(cache, "pivotCacheRecords", "pivotCacheRecords1.xml")
    table = "xl/pivotTables/pivotTable1.xml"
    made.add(table, _PIVOT_TABLE, f"{SHEET_TYPE}.pivotTable+xml")
    made.relate(table, "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    made.relate(sheet, "pivotTable", "../pivotTables/pivotTable1.xml")
    number = made.relate(BOOK, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    made.put(BOOK, f'<pivotCaches><pivotCache cacheId="1" r:id="{number}"/></pivotCaches>')


def _pivot_formats(made: Parts, sheet: str) -> None:
    """Excel 2010: rules that follow a pivot table; each side knows the other by its priority."""
    _pivot_table(made, sheet)
    area = (
        '<pivotAreas count="1"><pivotArea type="data" outline="0" fieldPosition="0"/></pivotAreas>'
    )
    formats = "".join(
        f'<conditionalFormat priority="{priority}">{area}</conditionalFormat>'
        for priority in (3, 7)
    )
    made.replace(
        "xl/pivotTables/pivotTable1.xml",
        "<pivotTableStyleInfo",
        f'<conditionalFormats count="2">{formats}</conditionalFormats><pivotTableStyleInfo',
    )
    for priority in (7, 3):
        made.put(
            sheet,
            f'<conditionalFormatting pivot="1" sqref="O3:O4"><cfRule type="expression"'
            f' priority="{priority}"><formula>O3&gt;{priority}</formula></cfRule>'
            "</conditionalFormatting>",
        )


def _pivot_slicer(made: Parts, sheet: str) -> None:
    """Excel 2010: a pivot table with a slicer; extensions in workbook, sheet and drawing."""
    _pivot_table(made, sheet)
    items = '<items count="2"><i x="0" s="1"/><i x="1" s="1"/></items>'
    _add_slicer(
        made,
        sheet,
        "部门",
        '<pivotTables><pivotTable tabId="1" name="数据透视表1"/></pivotTables>'
        f'<data><tabular pivotCacheId="1">{items}</tabular></data>',
        ("{A8765BA9-456A-4dab-B4F3-ACF838C121DE}", "{BBE1A952-AA13-448e-AADC-164F8A28A991}", "x14"),
    )


def _table(_book: Any, sheet: Worksheet) -> None:
    """Excel: a list object with a total row."""
    columns = [{"header": "事项", "total_string": "合计"}, {"header": "数"}]
    rows = [["甲", 1], ["乙", 2], ["丙", 3]]
    sheet.add_table(
        "Q2:R6", {"name": "事项表", "columns": columns, "data": rows, "total_row": True}
    )


def _table_slicer(made: Parts, sheet: str) -> None:
    """Excel 2013: a slicer of a table, whose cache is all in an extension."""
    tables = [item for item in parse(made.all[rels_of(sheet)]) if "/table" in str(item.get("Type"))]
    number = parse(made.all[f"xl/{str(tables[0].get('Target'))[3:]}"]).get("id")
    _add_slicer(
        made,
        sheet,
        "事项",
        '<extLst><x:ext uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"'
        f' xmlns:x15="{NAMESPACES["x15"]}"><x15:tableSlicerCache tableId="{number}" column="1"/>'
        "</x:ext></extLst>",
        ("{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}", "{46BE6895-7355-4a93-B00E-2C351335B9C9}", "x15"),
    )


def _add_slicer(
    made: Parts, sheet: str, field: str, content: str, where: tuple[str, str, str]
) -> None:
    """`where`: the extension of the sheet, that of the workbook, and the prefix in the latter."""
    number = 1 + sum(name.startswith("xl/slicers/") for name in made.all)
    part, cache = f"xl/slicers/slicer{number}.xml", f"xl/slicerCaches/slicerCache{number}.xml"
    made.add(
        cache,
        f'<slicerCacheDefinition {_ROOT} name="切片器_{field}" sourceName="{field}">'
        f"{content}</slicerCacheDefinition>",
        "application/vnd.ms-excel.slicerCache+xml",
    )
    made.add(
        part,
        f'<slicers {_ROOT}><slicer name="{field}" cache="切片器_{field}" caption="{field}"'
        ' rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    own, shared = (
        made.relate(sheet, f"{_MICROSOFT}/slicer", f"../{part[3:]}"),
        made.relate(BOOK, f"{_MICROSOFT}/slicerCache", cache[3:]),
    )
    made.extend(sheet, where[0], f'<x14:slicerList><x14:slicer r:id="{own}"/></x14:slicerList>')
    prefix = where[2]
    made.extend(
        BOOK,
        where[1],
        f'<{prefix}:slicerCaches><x14:slicerCache r:id="{shared}"/></{prefix}:slicerCaches>',
    )
    if b"<definedNames>" not in made.all[BOOK]:
        made.put(BOOK, "<definedNames></definedNames>")
        made.replace(BOOK, "<definedNames/>", "<definedNames></definedNames>")
    name = f'<definedName name="切片器_{field}">#N/A</definedName></definedNames>'
    made.replace(BOOK, "</definedNames>", name)
    drawing = "http://schemas.microsoft.com/office/drawing/2010/slicer"
    needed, uri = ("sle15", "2012") if prefix == "x15" else ("a14", "2010")
    bound = (
        f"http://schemas.microsoft.com/office/drawing/{uri}/{'slicer' if uri == '2012' else 'main'}"
    )
    add_anchor(
        made,
        sheet,
        f'<mc:AlternateContent xmlns:mc="{NAMESPACES["mc"]}"><mc:Choice Requires="{needed}"'
        f' xmlns:{needed}="{bound}"><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{30 + number}" name="{field}"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{drawing}"><sle:slicer xmlns:sle="{drawing}"'
        f' name="{field}"/></a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice>'
        f'<mc:Fallback><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{30 + number}"'
        ' name=""/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></xdr:spPr></xdr:sp></mc:Fallback></mc:AlternateContent>",
        column=16 + 3 * number,
    )


PIVOTS = {
    "pivot_table": Feature(_pivot_cells, _pivot_table),
    "pivot_formats": Feature(_pivot_cells, _pivot_formats),
    "pivot_slicer": Feature(_pivot_cells, _pivot_slicer),
    "table": Feature(_table),
    "table_slicer": Feature(_table, _table_slicer),
}
