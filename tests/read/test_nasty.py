"""Files that nobody should send: each is read right, or refused in one clear line that names it."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.read.pdf import make_pdf

from kg.document import Document
from kg.errors import KgError
from kg.read import read_file

SECONDS = 20  # for any of them, on a slow machine that is busy
LEVELS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
BOMB = f"<!DOCTYPE TEI [<!ENTITY a0 'ha'>{LEVELS}]>\n<TEI><text><p>&a9;</p></text></TEI>"
RU = "Министр сказал, что делегация уедет завтра утром, и поблагодарил за приём."
ENTITY = "declares the entity {!r}; entities are not read: write what it stands for in its place"
ODD = "byte 0x{} at offset {} is not UTF-8, as the rest is: correct it there, or name the encoding with --encoding"
NO_TEXT = "holds no text: give a file with the words of one document"


@dataclass(frozen=True, slots=True)
class Nasty:
    """A file, and either what its refusal says after the file's name, or what its document is."""

    name: str
    content: str | bytes
    says: str | None = None
    text: str | None = None
    check: Callable[[Document], object] | None = None


def tei(body: str) -> str:
    return f"<TEI><text><body>{body}</body></text></TEI>"


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../word/document.xml", "<w/>")
    return buffer.getvalue()


def turns(*names: str) -> Callable[[Document], object]:
    return lambda document: [turn.speaker.value for turn in document.turns] == list(names)


FILES = [
    # nothing there
    Nasty("empty.txt", b"", NO_TEXT),
    Nasty("blank.txt", " \n\t\r\n\u00a0\n", NO_TEXT),
    Nasty("only-a-signature.txt", b"\xef\xbb\xbf", NO_TEXT),
    Nasty("only-utf-16-mark.txt", b"\xff\xfe", NO_TEXT),
    Nasty("empty.xml", tei(""), NO_TEXT),
    Nasty("no-text.xml", "<TEI><teiHeader/></TEI>",
          'is TEI without a text: give a file with a <text>, or a <div type="document">'),
    Nasty("empty.html", "<html><body><script>x()</script></body></html>",
          "is a web page without words: save the page once it is complete"),
    # not a document
    Nasty("letter.txt", gzip.compress(b"Letter"), "is compressed with gzip: unpack it"),
    Nasty("letter.docx", docx(),
          "is a ZIP archive, as Word and EPUB files are: save the document as text, HTML or PDF"),
    Nasty("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
          "is an old Word or Excel file: save the document as text, HTML or PDF"),
    Nasty("rich.rtf", r"{\rtf1\ansi Letter}", "is Rich Text Format: save the document as text"),
    Nasty("scan.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "is a picture: give its words as text"),
    Nasty("feed.xml", "<?xml version='1.0'?><rss><channel/></rss>",
          "is XML with the root <rss>, not TEI: give TEI P5, HTML, PDF or plain text"),
    Nasty("noise.txt", bytes(range(256)) * 20,
          "a NUL character at offset 0 is not text: save the file as plain text"),
    Nasty("nul.txt", b"one\n\ntw\0o\n", "a NUL character at offset 7 is not text: save the file as plain text"),
    # PDF
    Nasty("cut.pdf", make_pdf([["Letter"]])[:200], "is not a whole PDF"),
    Nasty("bare.pdf", "%PDF-1.4\n", "is not a whole PDF"),
    Nasty("scan.pdf", make_pdf([[], []]),
          "is a PDF without a text layer: have its text recognised (OCR) first"),
    Nasty("locked.pdf",
          make_pdf([["Letter"]], trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                   f"/O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<41> <41>] "),
          "is a PDF with a password: save it without one"),
    # XML that asks for more than is in it
    Nasty("bomb.xml", BOMB, ENTITY.format("a0")),
    Nasty("big-entity.xml", f"<!DOCTYPE TEI [<!ENTITY a '{'x' * 100_000}'>]>" + tei("&a;" * 2000), ENTITY.format("a")),
    Nasty("external.xml", '<!DOCTYPE TEI [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + tei("<p>&f;</p>"),
          ENTITY.format("f")),
    Nasty("parameter.xml", '<!DOCTYPE TEI [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>' + tei("<p>x</p>"),
          ENTITY.format("p")),
    Nasty("dtd.xml", '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/tei.dtd">' + tei("<p>x</p>"),
          "the document type declaration names an external file, which is not read: "
          "take the declaration out, and write its entities as characters"),
    Nasty("include.xml", '<TEI xmlns:xi="http://www.w3.org/2001/XInclude"><text><xi:include href="file:///etc/hostname"/>'
          "</text></TEI>", "<xi:include> asks for another file, which is not read: put its content in its place"),
    Nasty("stylesheet.xml", '<?xml-stylesheet type="text/xsl" href="x.xsl"?>' + tei("<p>x</p>"),
          "a stylesheet is to make the document, and none is run: take the line out, or give the result of it"),
    Nasty("undefined.xml", tei("<p>caf&eacute;</p>"),
          "is not well-formed XML (undefined entity): write the character itself, or its number, as &#233;"),
    # XML that is broken
    Nasty("cut.xml", "<TEI><text><body><p>He said", "is not well-formed XML (no element found): "
          "the file ends too early: fetch it again"),
    Nasty("cut-tag.xml", "<TEI><text><body><p rend='x",
          "is not well-formed XML (unclosed token): the file ends too early: fetch it again"),
    Nasty("crossed.xml", tei("<p><hi>x</p></hi>"), "is not well-formed XML (mismatched tag): correct the markup there"),
    Nasty("control.xml", tei("<p>\x01</p>"),
          "is not well-formed XML (not well-formed (invalid token)): correct the markup there"),
    Nasty("deep.xml", tei("<div>" * 5000 + "<p>x</p>" + "</div>" * 5000),
          "elements are nested more than 200 deep: nest less"),
    Nasty("latin.xml", b'<?xml version="1.0" encoding="iso-8859-1"?>' + tei("<p>café</p>").encode("latin-1"),
          text="café\n"),
    Nasty("utf-16.xml", ('<?xml version="1.0" encoding="utf-16"?>' + tei("<p>café</p>")).encode("utf-16"),
          text="café\n"),
    Nasty("undeclared.xml", '<div type="document" frus:x="1" xml:id="d1"><p>He left.</p></div>', text="He left.\n"),
    # HTML
    Nasty("deep.html", "<html><body>" + "<div>" * 10_000 + "<p>He left.</p>",
          "elements are nested more than 200 deep: save the document as plain text"),
    Nasty("scripts.html", "<html><body><p>He <script>alert('</p>')</script>left.</p><!-- <p>not</p> -->"
          "<style>p{}</style><iframe srcdoc='<p>no</p>'></iframe><p onclick='x()'>She stayed.</p></body></html>",
          text="He left.\n\nShe stayed.\n"),
    Nasty("attributes.html", "<p title='" + "x" * 1_000_000 + "'>He left.</p>", text="He left.\n"),
    Nasty("entities.html", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;b&#x3e; &amp;amp; &nosuch;</p>",
          text="<script>alert(1)</script> <b> &amp; &nosuch;\n"),
    Nasty("cut.html", "<html><body><p>He left.<p>She st", text="He left.\n\nShe st\n"),
    # texts
    Nasty("one-line.txt", "He said that it was so. " * 210_000,
          check=lambda d: d.title is None and [b.end for b in d.paragraphs] == [5_039_999]),
    Nasty("one-word.txt", "x" * 5_000_000, check=lambda d: [b.end for b in d.paragraphs] == [5_000_000]),
    Nasty("names.txt", "Doe\n\nRoe\n\nPoe\n", check=lambda d: d.turns == ()),
    Nasty("labels.txt", "Doe:\n\nRoe:\n\nDoe:\n", check=turns("Doe", "Roe", "Doe")),
    Nasty("quotes.txt", 'Talk\n\nHe said: "It is so. “And so.\n\n\'\'\' ""\n', check=lambda d: len(d.paragraphs) == 2),
    Nasty("brackets.txt", "Talk\n\n" + "(" * 50_000 + "[" * 50_000 + "\n", check=lambda d: d.blocks),
    Nasty("right-to-left.txt", "תזכיר\n\nהשר אמר \u202eכי\u202c יצא. e\u0301\u0301\u0301\u200d\u2066\n",
          check=lambda d: d.title and d.title.value == "תזכיר"),
    Nasty("cue.txt", "Talk\n\n" + "He said that " * 1000 + "it was so.\n", check=lambda d: len(d.paragraphs) == 1),
    Nasty("turns.txt", "Talk\n\n" + "Doe: Yes.\n\nRoe: No.\n\n" * 20_000, check=lambda d: len(d.turns) == 40_000),
    Nasty("blank-lines.txt", "Talk" + "\n" * 1_000_000 + "He left.\n", check=lambda d: len(d.paragraphs) == 1),
    Nasty("old-mac.txt", "Talk\r\rHe left.\r", check=lambda d: [b.kind for b in d.blocks] == ["header", "body"]),
    Nasty("astral.txt", "Talk 𝒳\n\n𝒴 said that 👩‍👩‍👧 left.\n", check=lambda d: d.paragraphs[0].start == 8),
    Nasty("surrogate.txt", b"Talk\n\n\xed\xa0\x80 left.\n",
          "a lone surrogate at offset 6 is no character: take it out"),
    Nasty("cut-letter.txt", "Talk é\n\nHe was at the café".encode()[:-1],
          ODD.format("c3", 26)),
    Nasty("one-odd-byte.txt", "Talk “one” – naïve\n\nHe left".encode() + b"\x93.\n",
          ODD.format("93", 34)),
    Nasty("russian.txt", RU.encode("koi8-r"), text=RU),
    Nasty("russian-dos.txt", RU.encode("cp866"), text=RU),
    Nasty("russian-windows.txt", RU.encode("cp1251"), text=RU),
    Nasty("korean.txt", "외무상과의 담화 기록. 그는 대표단이 곧 떠날 것이라고 말하였다.".encode("euc-kr"),
          text="외무상과의 담화 기록. 그는 대표단이 곧 떠날 것이라고 말하였다."),
    Nasty("chinese.txt", "会谈记录。部长说代表团很快就要出发。".encode("gb18030"),
          text="会谈记录。部长说代表团很快就要出发。"),
    Nasty("french.txt", "Note sur l’entretien – il a été reçu.".encode("cp1252"),
          text="Note sur l’entretien – il a été reçu."),
    Nasty("utf-16.txt", "Talk\n\nHe left.\n".encode("utf-16"), text="Talk\n\nHe left.\n"),
    Nasty("utf-16-big.txt", b"\xfe\xff" + "Talk é".encode("utf-16-be"), text="Talk é"),
    Nasty("utf-16-cut.txt", "Talk".encode("utf-16")[:-1],
          "byte at offset 8 is not utf-16: save the file as UTF-8, or name its encoding with --encoding"),
    Nasty("not-xml.txt", "<Doe said that he left>\n\nHe left.\n", check=lambda d: d.text.startswith("<Doe")),
    Nasty("markup-in-text.txt", "Talk\n\n</script><svg onload=x> ]]> <!-- &#x3c;\n",
          text="Talk\n\n</script><svg onload=x> ]]> <!-- &#x3c;\n"),
]  # fmt: skip


def test_there_are_at_least_forty() -> None:
    assert len(FILES) >= 40 and len({one.name for one in FILES}) == len(FILES)


@pytest.mark.parametrize("nasty", FILES, ids=lambda one: one.name)
def test_a_nasty_file_is_read_right_or_refused_in_one_line(
    nasty: Nasty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(nasty.name)
    path.write_bytes(nasty.content if isinstance(nasty.content, bytes) else nasty.content.encode())
    started = time.monotonic()
    try:
        (document,) = read_file(path)
    except KgError as error:
        where, _, says = str(error).partition(": ")
        assert where.partition(":")[0] == nasty.name
        assert "\n" not in says
        assert nasty.says is not None, says
        assert says == nasty.says or (nasty.says == "is not a whole PDF" and says.startswith(nasty.says)), says
    else:
        assert nasty.says is None, f"read as {document.text[:60]!r}"
        assert nasty.text is None or document.text == nasty.text
        assert nasty.check is None or nasty.check(document)
        for field, read in document.reads():
            assert document.text[read.start : read.end] == read.words, field
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (".", "is not a file: name a regular file"),
        ("none.txt", "there is no such file: check the path"),
        ("pipe", "is not a file: name a regular file"),
        ("/dev/zero", "is not a file: name a regular file"),
        ("a\0b", "is not a path: it has a NUL character: check the path"),
        ("x" * 300, "cannot be read (File name too long): check the path and its rights"),
        ("loop", "cannot be read (Too many levels of symbolic links): check the path and its rights"),
    ],
)
def test_what_is_no_file_is_refused(path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    with pytest.raises(KgError) as caught:
        read_file(Path(path))
    assert str(caught.value) == f"{path}: {says}".replace("\0", "\\0")


def test_a_file_without_read_rights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shut.txt"
    path.write_text("Talk")

    def refuse(self: Path, *_: object) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)  # rights do not stop a superuser, under whom tests may run
    with pytest.raises(KgError) as caught:
        read_file(path)
    assert str(caught.value) == f"{path}: cannot be read (Permission denied): check the path and its rights"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.write(b"Talk\n")
        file.truncate(65 << 20)  # a hole: it takes no room
    with pytest.raises(KgError) as caught:
        read_file(path)
    assert str(caught.value) == f"{path}: is larger than 64 MiB: split it into its documents"


def test_a_volume_is_read_in_the_memory_of_one_document(tmp_path: Path) -> None:
    one = '<div type="document" xml:id="d{}"><head>{}. Note</head><p>' + "He said that it was so. " * 800 + "</p></div>"
    path = tmp_path / "volume.xml"
    with path.open("w") as file:
        file.write("<TEI><text><body>")
        file.writelines(one.format(n, n) for n in range(2000))
        file.write("</body></text></TEI>")
    assert path.stat().st_size > 38_000_000
    script = (
        "import resource, sys; from pathlib import Path; from kg.read.files import iter_documents, open_source\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "many = sum(1 for _ in iter_documents(open_source(Path(sys.argv[1]))))\n"
        "print(many, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True, timeout=120)
    many, grown = map(int, done.stdout.split())
    assert many == 2000
    assert grown < 15_000  # KiB
