"""Word documents shaped as Word itself saves them: numbers that stand only in the lists, tracked changes,
text boxes, notes, boxes to fill in. What is printed is read once; what is not read is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fixtures.reports.word_made_up import W, paragraph, write_word
from goldenthread.findings.model import ImprovementNotice
from goldenthread.findings.reader import read_document
from goldenthread.findings.word import Word, read_word

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="4"><w:multiLevelType w:val="multilevel"/>
 {level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}{level(2, "lowerRoman", "(%3)")}</w:abstractNum>
<w:abstractNum w:abstractNumId="5">
 {level(0, "upperRoman", "Part %1")}{level(1, "decimal", "%1.%2", "<w:isLgl/>")}</w:abstractNum>
<w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="Clauses"/></w:abstractNum>
<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "Clause %1")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="4"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="6"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="4"/>
 <w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride></w:num>
</w:numbering>"""


def style(name: str, called: str, more: str = "", on: str = "") -> str:
    based = f'<w:basedOn w:val="{on}"/>' if on else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/>{based}{more}</w:style>'


def numbered(list_id: int) -> str:
    return f'<w:pPr><w:numPr><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'


STYLES = f"""<w:styles {W}>
{style("Heading1", "heading 1")}{style("NoticeHeading", "Notice Heading", on="Heading1")}
{style("Clauses", "Clauses", numbered(5))}{style("Numbered", "Numbered", numbered(1))}
{style("NumberedTight", "Numbered Tight", on="Numbered")}{style("TOC1", "toc 1")}
</w:styles>"""


def texts(tmp_path: Path, *paragraphs: str, **parts: str) -> list[str]:
    return [one.text for one in read(tmp_path, *paragraphs, **parts).paragraphs]


def read(tmp_path: Path, *paragraphs: str, **parts: str) -> Word:
    given: dict[str, str | bytes] = {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES}
    given |= {f"word/{name}.xml": content for name, content in parts.items()}
    return read_word(write_word(tmp_path / "a.docx", *paragraphs, parts=given))


def run(text: str, properties: str = "") -> str:
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


def whole(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def test_numbers_that_stand_in_the_lists_alone_become_the_paragraphs(tmp_path: Path) -> None:
    assert texts(
        tmp_path,
        *(paragraph("One", number=(1, 0)), paragraph("a", number=(1, 1)), paragraph("b", number=(1, 1))),
        *(paragraph("i", number=(1, 2)), paragraph("Two", number=(1, 0)), paragraph("a", number=(1, 1))),
    ) == ["1. One", "(a) a", "(b) b", "(i) i", "2. Two", "(a) a"]


def test_a_list_begun_again_counts_from_its_start_and_another_of_its_family_goes_on(tmp_path: Path) -> None:
    first = [paragraph("x", number=(1, 0)) for _ in range(2)]
    again = [paragraph("y", number=(2, 0)) for _ in range(2)]
    assert texts(tmp_path, *first, *again) == ["1. x", "2. x", "1. y", "2. y"]
    assert texts(tmp_path, *first, paragraph("z", number=(6, 0))) == ["1. x", "2. x", "C) z"]


def test_styles_number_by_what_they_are_based_on_and_lists_by_their_style(tmp_path: Path) -> None:
    assert texts(
        tmp_path,
        *(paragraph("x", style="Numbered"), paragraph("y", style="NumberedTight")),
        *(paragraph("c", number=(4, 0)), paragraph("d", number=(4, 0))),
    ) == ["1. x", "2. y", "Clause 1 c", "Clause 2 d"]


def test_a_legal_number_is_printed_in_figures_throughout(tmp_path: Path) -> None:
    assert texts(tmp_path, paragraph("x", number=(3, 0)), paragraph("y", number=(3, 1))) == [
        "Part I x",
        "1.1 y",
    ]


def test_after_z_letters_are_doubled_as_word_does(tmp_path: Path) -> None:
    found = texts(tmp_path, *(paragraph("x", number=(1, 1)) for _ in range(28)))
    assert [found[25], found[26], found[27]] == ["(z) x", "(aa) x", "(bb) x"]


def test_deleted_words_are_left_out_and_said_and_put_in_words_are_read(tmp_path: Path) -> None:
    gone = '<w:del w:id="1" w:author="A"><w:r><w:delText>never </w:delText></w:r></w:del>'
    come = f'<w:ins w:id="2" w:author="A">{run("always ")}</w:ins>'
    moved = f'<w:moveFrom w:id="3">{run("away ")}</w:moveFrom>'
    found = read(tmp_path, whole(run("You must "), gone, come, moved, run("visit.")))
    assert [one.text for one in found.paragraphs] == ["You must always visit."]
    assert "2 deletions left out" in found.unread[0]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_and_counts_once(tmp_path: Path) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cut = f'{number}<w:rPr><w:del w:id="1"/></w:rPr>'
    gone = '<w:del w:id="2"><w:r><w:delText>All of it.</w:delText></w:r></w:del>'
    assert texts(
        tmp_path,
        whole(gone, properties=cut),
        whole(run("One "), properties=cut),
        whole(run("whole."), properties=number),
        whole(run("Next."), properties=number),
    ) == ["1. One whole.", "2. Next."]


def test_a_text_box_that_is_kept_twice_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    twice = (
        f"<mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(tmp_path, whole(run("Beside"), f"<w:r>{twice}</w:r>")) == ["Beside", "In a box"]


def test_notes_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    note = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        f"<w:footnote w:id='2'>{paragraph('See the Act')}</w:footnote></w:footnotes>"
    )
    found = read(tmp_path, whole(run("Visit"), note, run(" weekly.")), footnotes=notes)
    assert [one.text for one in found.paragraphs] == ["Visit weekly."]
    assert found.unread == ("The document has 1 footnote, not read here: turn to it for them.",)


def margin(kind: str, *paragraphs: str) -> str:
    return f"<w:{kind} {W}>{''.join(paragraphs)}</w:{kind}>"


def test_headers_and_footers_are_kept_apart_without_the_numbers_of_pages(
    tmp_path: Path,
) -> None:
    parts = {
        "header1": margin("hdr", paragraph("Madeupshire"), paragraph("The text")),
        "header2": margin("hdr", paragraph("Madeupshire")),
        "footer1": margin("ftr", paragraph("Page 2 of 14")),
    }
    found = read(tmp_path, paragraph("The text"), **parts)
    assert [one.text for one in found.paragraphs] == ["The text"]
    assert [one.text for one in found.margins] == ["Madeupshire"]


def test_comments_are_notes_with_who_wrote_them_and_no_part_of_the_text(tmp_path: Path) -> None:
    one = f'<w:comment w:id="0" w:author="Ann Made">{paragraph("The Council must check")}</w:comment>'
    found = read(tmp_path, paragraph("The text"), comments=f"<w:comments {W}>{one}</w:comments>")
    assert [one.text for one in found.paragraphs] == ["The text"]
    assert found.comments == ("Ann Made: The Council must check",)


def a_notice(tmp_path: Path, *first: str, **parts: str) -> Path:
    kept: dict[str, str | bytes] = {f"word/{name}.xml": content for name, content in parts.items()}
    asks = "The Council must check each visit, as this notice says."
    title, lead = paragraph("Improvement Notice", style="Heading1"), paragraph("The Council must:")
    return write_word(tmp_path / "n.docx", title, *first, lead, paragraph(asks), parts=kept)


def test_whose_notice_it_is_and_its_day_are_taken_from_the_header_only_where_the_text_says_neither(
    tmp_path: Path,
) -> None:
    header = margin("hdr", paragraph("To: Headershire County Council"), paragraph("Issued on 4 May 2026"))
    comment = f'<w:comment w:id="0">{paragraph("The Council must not be read")}</w:comment>'
    parts = {"header1": header, "comments": f"<w:comments {W}>{comment}</w:comments>"}
    bare = read_document(a_notice(tmp_path, **parts))
    assert isinstance(bare, ImprovementNotice)
    assert (bare.authority, bare.issued) == ("Headershire County Council", date(2026, 5, 4))
    assert any("From the header or footer" in one for one in bare.doubts)
    assert not any("could not" in one for one in bare.doubts)
    said = (paragraph("To: Madeupshire County Council"), paragraph("Issued on 3 June 2026"))
    told = read_document(a_notice(tmp_path, *said, **parts))
    assert isinstance(told, ImprovementNotice)
    assert (told.authority, told.issued) == ("Madeupshire County Council", date(2026, 6, 3))
    assert told.findings == bare.findings
    assert any("Headers and footers are left out" in one for one in told.doubts)
    assert any("a note and no finding: “The Council must not be read”" in one for one in told.doubts)


def test_boxes_to_fill_in_are_read_as_filled_and_an_empty_ones_prompt_is_not(tmp_path: Path) -> None:
    filled = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('9 June')}</w:sdtContent></w:sdt>"
    )
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{run('Click or tap here to enter text.')}</w:sdtContent></w:sdt>"
    )
    found = read(
        tmp_path,
        whole(run("Due "), filled, empty),
        f"<w:sdt><w:sdtContent>{paragraph('In one')}</w:sdtContent></w:sdt>",
    )
    assert [one.text for one in found.paragraphs] == ["Due 9 June", "In one"]
    assert found.unread == ("Boxes to fill in were left empty in the document: their prompts are not read.",)


def test_fields_smart_tags_hyphens_and_hidden_words_are_read_as_printed(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _x \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3(a)")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr=" DATE ">{run("9 June")}</w:fldSimple>'
    tagged = f'<w:smartTag w:element="place">{run(" Madeup")}</w:smartTag>{run("shire")}'
    parted = (
        run("assess\u00adment") + "<w:r><w:softHyphen/></w:r>" + "<w:r><w:noBreakHyphen/></w:r>" + run("led")
    )
    hidden = run("DRAFT ", "<w:vanish/>")
    found = read(tmp_path, whole(hidden, run("Para "), field, tagged, run(" "), simple), whole(parted))
    assert [one.text for one in found.paragraphs] == ["Para 3(a) Madeupshire 9 June", "assessment-led"]
    assert found.unread == ("Hidden text in the document is left out: it is not printed.",)


def test_a_bullet_typed_as_a_symbol_is_one(tmp_path: Path) -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0B7"/></w:r>'
    assert texts(tmp_path, whole(symbol, "<w:r><w:tab/></w:r>", run("Visit")))[0].split() == ["•", "Visit"]


def test_headings_are_told_by_the_style_theirs_is_based_on_and_by_their_outline(tmp_path: Path) -> None:
    outlined = whole(run("Outlined"), properties='<w:outlineLvl w:val="1"/>')
    body = whole(run("Body"), properties='<w:outlineLvl w:val="9"/>')
    found = read(
        tmp_path,
        paragraph("Requirements...3", style="TOC1"),
        paragraph("Requirements", style="NoticeHeading"),
        outlined,
        body,
    )
    assert [(one.text, one.heading) for one in found.paragraphs] == [
        ("Requirements", True),
        ("Outlined", True),
        ("Body", False),
    ]


def test_a_notice_saved_by_word_has_its_numbers_as_the_places_of_its_requirements(tmp_path: Path) -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>weekly</w:delText></w:r></w:del>'
    path = write_word(
        tmp_path / "notice.docx",
        paragraph("Improvement Notice", style="Heading1"),
        paragraph("To: Madeupshire County Council"),
        paragraph("Issued on 3 June 2026"),
        paragraph("Requirements", style="NoticeHeading"),
        paragraph("To comply with this notice the Council must do the following:"),
        whole(
            run("The Council must check each visit "), gone, run("daily."),
            properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
        ),
        paragraph("The Council must train every manager.", number=(1, 0)),
        parts={"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES},
    )  # fmt: skip
    notice = read_document(path)
    assert [(one.paragraph, one.text) for one in notice.findings] == [
        ("paragraph 1", "The Council must check each visit daily."),
        ("paragraph 2", "The Council must train every manager."),
    ]
    assert any("1 deletion left out" in str(one) for one in notice.doubts)
