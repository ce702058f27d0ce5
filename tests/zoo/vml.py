"""VML drawings as Excel writes them: HTML of the nineties, not well-formed XML."""

from __future__ import annotations

from tests.zoo.parts import Parts

_VML_HEAD = """<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
 <o:shapelayout v:ext="edit">
  <o:idmap v:ext="edit" data="{block}"/>
 </o:shapelayout>"""
NOTE_TYPE = """<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"
  path="m,l,21600r21600,l21600,xe">
  <v:stroke joinstyle="miter"/>
  <v:path gradientshapeok="t" o:connecttype="rect"/>
 </v:shapetype>"""
CONTROL_TYPE = """<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201"
  path="m,l,21600r21600,l21600,xe">
  <v:stroke joinstyle="miter"/>
  <v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>
  <o:lock v:ext="edit" shapetype="t"/>
 </v:shapetype>"""
OBJECT_TYPE = """<v:shapetype id="_x0000_t75" coordsize="21600,21600" o:spt="75"
  o:preferrelative="t" path="m@4@5l@4@11@9@11@9@5xe" filled="f" stroked="f">
  <v:stroke joinstyle="miter"/>
  <v:path o:extrusionok="f" gradientshapeok="t" o:connecttype="rect"/>
 </v:shapetype>"""
_NOTE = """<v:shape id="_x0000_s{id}" type="#_x0000_t202" style='position:absolute;
  margin-left:59.25pt;margin-top:1.5pt;width:108pt;height:59.25pt;z-index:1;
  visibility:hidden' fillcolor="infoBackground [80]" strokecolor="none [81]"
  o:insetmode="auto">
  <v:fill color2="infoBackground [80]"/>
  <v:shadow color="none [81]" obscured="t"/>
  <v:path o:connecttype="none"/>
  <v:textbox style='mso-direction-alt:auto'>
   <div style='text-align:left'>{text}</div>
  </v:textbox>
  <x:ClientData ObjectType="Note">
   <x:MoveWithCells/>
   <x:SizeWithCells/>
   <x:Anchor>
    4, 15, {row}, 10, 6, 15, {bottom}, 4</x:Anchor>
   <x:AutoFill>False</x:AutoFill>
   <x:Row>{row}</x:Row>
   <x:Column>{column}</x:Column>
  </x:ClientData>
 </v:shape>"""
CONTROL = """<v:shape id="_x0000_s{id}" type="#_x0000_t201" style='position:absolute;
  margin-left:300pt;margin-top:20pt;width:96pt;height:18pt;z-index:1;
  mso-wrap-style:tight' filled="f" fillcolor="window [65]" stroked="f"
  strokecolor="windowText [64]" o:insetmode="auto">
  <v:textbox style='mso-direction-alt:auto' o:singleclick="f">
   <div style='text-align:left'><font face="宋体" size="180" color="auto">{text}<br>
    第二行</font></div>
  </v:textbox>
  <x:ClientData ObjectType="{kind}">
   <x:SizeWithCells/>
   <x:Anchor>
    5, 10, {row}, 2, 7, 10, {bottom}, 2</x:Anchor>
   <x:AutoFill>False</x:AutoFill>
   <x:AutoLine>False</x:AutoLine>
   <x:FmlaLink>$E${bottom}</x:FmlaLink>
  </x:ClientData>
 </v:shape>"""
OBJECT = """<v:shape id="_x0000_s{id}" type="#_x0000_t75" style='position:absolute;
  margin-left:300pt;margin-top:60pt;width:96pt;height:48pt;z-index:2' filled="t"
  fillcolor="window [65]" stroked="t" strokecolor="windowText [64]" o:insetmode="auto">
  <v:imagedata o:relid="rId1" o:title=""/>
  <x:ClientData ObjectType="Pict">
   <x:SizeWithCells/>
   <x:Anchor>
    5, 10, {row}, 2, 7, 10, {bottom}, 2</x:Anchor>
   <x:CF>Pict</x:CF>
   <x:AutoPict/>
  </x:ClientData>
 </v:shape>"""


def add_vml(made: Parts, sheet: str, *shapes: str) -> str:
    """The sheet's legacy drawing, as Excel writes it: no declaration, CRLF; returns its part."""
    number = 1 + sum(name.startswith("xl/drawings/vmlDrawing") for name in made.all)
    part = f"xl/drawings/vmlDrawing{number}.vml"
    text = "".join((_VML_HEAD.format(block=number), *shapes)) + "</xml>"
    made.default_type("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    made.add(part, text.replace("\n", "\r\n").encode())
    target = f"../drawings/vmlDrawing{number}.vml"
    made.put(sheet, f'<legacyDrawing r:id="{made.relate(sheet, "vmlDrawing", target)}"/>')
    return part


def first_shape(made: Parts) -> int:
    return 1025 + 1024 * sum(name.startswith("xl/drawings/vmlDrawing") for name in made.all)


def note(number: int, row: int, column: int, text: str = "") -> str:
    return _NOTE.format(id=number, row=row, column=column, bottom=row + 4, text=text)
