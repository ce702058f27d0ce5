"""What is drawn on a sheet: charts, pictures, shapes, sparklines."""

from __future__ import annotations

import io
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import Feature
from tests.zoo.parts import (
    BOOK,
    DRAWING,
    OFFICE,
    Parts,
    parse,
    png,
    rels_of,
)

_WPS = "http://www.wps.cn/officeDocument"
_PICTURE_ID = "ID_0A1B2C3D4E5F60718293A4B5C6D7E8F9"


def _charts(book: Any, sheet: Worksheet) -> None:
    """Excel: two charts among the cells and one on a sheet of its own."""
    for place, kind in (("H2", "column"), ("H18", "line")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": "=清单!$A$2:$A$5", "values": "=清单!$C$2:$C$5"})
        chart.set_title({"name": "金额"})
        sheet.insert_chart(place, chart)
    alone = book.add_chart({"type": "pie"})
    alone.add_series({"values": "=清单!$C$2:$C$5"})
    book.add_chartsheet("图表").set_chart(alone)


def _pictures(_book: Any, sheet: Worksheet) -> None:
    """Excel: pictures above the cells, one with a link, and one behind them."""
    sheet.insert_image("E2", "印章.png", {"image_data": io.BytesIO(png())})
    linked = {"image_data": io.BytesIO(png(40, 10)), "url": "https://example.com/"}
    sheet.insert_image("F6", "链接.png", {**linked, "description": "带链接的图片"})
    sheet.set_background(io.BytesIO(png(8, 8)))


def _cell_pictures(_book: Any, sheet: Worksheet) -> None:
    """Excel 365 “place in cell”: rich values, in xl/richData and xl/metadata.xml."""
    sheet.embed_image("F3", "嵌入.png", {"image_data": io.BytesIO(png(30, 30))})


def _shapes(_book: Any, sheet: Worksheet) -> None:
    """Excel: text boxes, one of them showing a cell's text."""
    sheet.insert_textbox("E8", "填表说明：\n金额以元为单位。", {"width": 200, "height": 60})
    sheet.insert_textbox("H8", "", {"textlink": "=$C$2", "fill": {"color": "#FFF2CC"}})


def _shape_group(made: Parts, sheet: str) -> None:
    """Excel: a group of two shapes, with an extension in the drawing."""
    shape = (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{id}" name="矩形 {id}"/>'
        '<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="{x}" y="0"/>'
        '<a:ext cx="400000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '</xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="zh-CN"/>'
        "<a:t>审核</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    add_anchor(
        made,
        sheet,
        '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="20" name="组合 20"><a:extLst>'
        '<a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"><a16:creationId'
        ' xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main"'
        ' id="{00000000-0008-0000-0000-000014000000}"/></a:ext></a:extLst></xdr:cNvPr>'
        "<xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr><a:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="900000" cy="400000"/>'
        '<a:chOff x="0" y="0"/><a:chExt cx="900000" cy="400000"/></a:xfrm></xdr:grpSpPr>'
        f"{shape.format(id=21, x=0)}{shape.format(id=22, x=500000)}</xdr:grpSp>",
    )


def add_anchor(made: Parts, sheet: str, content: str, column: int = 11, row: int = 1) -> str:
    """Put an object into the sheet's drawing, which is made if there is none; returns its part."""
    related = parse(made.all[rels_of(sheet)]) if rels_of(sheet) in made.all else ()
    targets = (str(item.get("Target")) for item in related)
    found = next((item for item in targets if "/drawing" in item and item.endswith(".xml")), None)
    part = f"xl/drawings/{found.rpartition('/')[2]}" if found else ""
    if not part:
        number = 1 + sum(name.startswith("xl/drawings/drawing") for name in made.all)
        part = f"xl/drawings/drawing{number}.xml"
        made.add(
            part,
            f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main">'
            "</xdr:wsDr>",
            "application/vnd.openxmlformats-officedocument.drawing+xml",
        )
        made.put(sheet, f'<drawing r:id="{made.relate(sheet, "drawing", f"../{part[3:]}")}"/>')
    ends = (
        f"<xdr:{name}><xdr:col>{column + step}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row + 2 * step}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, step in (("from", 0), ("to", 2))
    )
    anchor = f'<xdr:twoCellAnchor editAs="oneCell">{"".join(ends)}{content}<xdr:clientData/>'
    made.replace(part, "</xdr:wsDr>", f"{anchor}</xdr:twoCellAnchor></xdr:wsDr>")
    return part


def _sparklines(_book: Any, sheet: Worksheet) -> None:
    """Excel 2010: lines within cells, in the extension list."""
    sheet.add_sparkline("F4", {"range": "清单!C2:C5", "markers": True})
    sheet.add_sparkline("F5", {"range": "清单!C2:C5", "type": "column"})


def _wps_cells(_book: Any, sheet: Worksheet) -> None:
    shown = f'=DISPIMG("{_PICTURE_ID}",1)'
    sheet.write_formula("E3", f'=_xlfn.DISPIMG("{_PICTURE_ID}",1)', None, shown)


def _wps_pictures(made: Parts, _sheet: str) -> None:
    """WPS “embed into the cell”: a DISPIMG formula, and xl/cellimages.xml beside the workbook."""
    made.default_type("png", "image/png")
    made.add("xl/media/cell1.png", png(30, 30))
    made.add(
        "xl/cellimages.xml",
        f'<etc:cellImages xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:r="{OFFICE}"'
        f' xmlns:a="{DRAWING}/main" xmlns:etc="{_WPS}/2017/etCustomData"><etc:cellImage>'
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{_PICTURE_ID}" descr="印章"/>'
        '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
        '</xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="285750" cy="285750"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
        "</etc:cellImage></etc:cellImages>",
        "application/vnd.wps-officedocument.cellimage+xml",
    )
    made.relate("xl/cellimages.xml", "image", "media/cell1.png")
    made.relate(BOOK, f"{_WPS}/2020/cellImage", "cellimages.xml")


OBJECTS = {
    "charts": Feature(_charts),
    "pictures": Feature(_pictures),
    "cell_pictures": Feature(_cell_pictures),
    "text_boxes": Feature(_shapes),
    "shape_group": Feature(edit=_shape_group),
    "sparklines": Feature(_sparklines),
    "wps_cell_pictures": Feature(_wps_cells, _wps_pictures),
}
