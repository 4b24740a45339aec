"""``kg add``: what it writes, what it says, what it refuses; a refusal changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.read.pdf import make_pdf
from tests.read.test_tei import TELEGRAM, TELEGRAM_TEXT
from tests.read.test_webpage import EDITION, EDITION_TEXT

from kg.build import build_collection
from kg.cli import main
from kg.collection import read_collection
from kg.initial import make_collection
from kg.store import named_quads, open_graph
from kg.validate import validate_quads

BARE = "Report on the ferry\n\nMr. Doe said that it sank.\n"
RUSSIAN = "Запись беседы\n\nМинистр сказал, что делегация уедет завтра утром, и поблагодарил за приём.\n"
VOLUME = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="urn:x" xml:id="ferries2"><teiHeader/><text><front>'
    '<div xml:id="persons"><list><item><persName xml:id="p_RI">Roe, Ivan</persName>, Captain of the port</item></list>'
    f"</div><p>Preface.</p></front><body>{TELEGRAM}{TELEGRAM.replace('d12', 'd13').replace('would', 'will')}"
    "</body></text></TEI>"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_collection(tmp_path / "letters")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "letters"


def put(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def add(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["add", "-C", "letters", *arguments])


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def source(folder: Path, name: str) -> bytes:
    return (folder / "sources" / name).read_bytes()


def test_a_bare_text_is_copied_and_builds_with_no_statement(folder: Path) -> None:
    before = (folder / "collection.toml").read_text()
    done = add(put("ferry.txt", BARE))
    assert (done.exit_code, done.stdout) == (0, "ferry\n")
    assert done.stderr == "added ferry: report, with no date, 1 paragraph\n"
    assert source(folder, "ferry.txt") == BARE.encode()
    assert (folder / "collection.toml").read_text() == before + '\n[[documents]]\nid = "ferry"\n'
    result = build_collection(folder)
    assert (result.documents, result.statements) == (2, 2)
    assert validate_quads(named_quads(open_graph(result.files[1]))).violations == ()


def test_a_text_in_another_encoding_is_kept_as_it_came_beside_its_utf_8(folder: Path) -> None:
    done = add(put("beseda.txt", RUSSIAN.encode("koi8-r")))
    assert "converted from koi8-r to UTF-8; the file as it came is sources/beseda.koi8-r" in done.stderr
    assert source(folder, "beseda.koi8-r") == RUSSIAN.encode("koi8-r")
    assert source(folder, "beseda.txt").decode() == RUSSIAN
    assert read_collection(folder).documents["beseda"].text == RUSSIAN


def test_a_guess_can_be_overruled(folder: Path) -> None:
    put("short.txt", "Он сказал: да.".encode("koi8-r"))
    assert add("short.txt", "--encoding", "KOI8-R").exit_code == 0
    assert source(folder, "short.txt").decode() == "Он сказал: да."


@pytest.mark.parametrize(
    ("name", "content", "kept", "text"),
    [
        ("Telegram 12.xml", TELEGRAM, "telegram-12.xml", TELEGRAM_TEXT),
        ("memo.htm", EDITION, "memo.html", EDITION_TEXT),
        ("log.pdf", make_pdf([["Log of the port", "Mr. Doe said that it sank."]]), "log.pdf",
         "Log of the port\n\nMr. Doe said that it sank.\n"),
    ],
)  # fmt: skip
def test_what_is_no_plain_text_is_kept_with_the_text_made_of_it(
    name: str, content: str | bytes, kept: str, text: str, folder: Path
) -> None:
    done = add(put(name, content))
    id = kept.partition(".")[0]
    assert (done.exit_code, done.stdout) == (0, id + "\n")
    assert source(folder, kept) == Path(name).read_bytes()
    assert source(folder, f"{id}.txt").decode() == text
    assert f'id = "{id}"\nfile = "{kept}"\n' in (folder / "collection.toml").read_text()
    assert read_collection(folder).documents[id].text == text
    result = build_collection(folder)
    assert validate_quads(named_quads(open_graph(result.files[1]))).violations == ()


def test_of_a_volume_the_chosen_documents_are_added_and_the_volume_once(folder: Path) -> None:
    put("volume.xml", VOLUME)
    assert add("volume.xml", "-d", "d12").stdout == "ferries2-d12\n"
    assert add("volume.xml", "-d", "d13").stdout == "ferries2-d13\n"
    names = sorted(path.name for path in (folder / "sources").iterdir())
    assert names == ["ferries2-d12.txt", "ferries2-d13.txt", "letter-1.txt", "volume.xml"]
    documents = read_collection(folder).documents
    mention = next(one for one in documents["ferries2-d13"].mentions if one.key == "p_RI")
    assert (mention.name, mention.about) == ("Roe, Ivan", "Captain of the port")
    assert "will sail" in documents["ferries2-d13"].text


def test_the_documents_of_a_volume_are_listed(folder: Path) -> None:
    done = add("--list", put("volume.xml", VOLUME))
    title = "Telegram From the Embassy in Utopia to the Ministry of Ferries"
    assert done.stdout == f"d12\t1958-03-04\t{title}\nd13\t1958-03-04\t{title}\n"


def test_all_of_a_volume(folder: Path) -> None:
    assert add("--all", put("volume.xml", VOLUME)).stdout == "ferries2-d12\nferries2-d13\n"
    assert len(read_collection(folder).documents) == 3


def test_a_text_that_was_changed_under_its_file_is_told(folder: Path) -> None:
    add(put("t.xml", TELEGRAM))
    path = folder / "sources/t.txt"
    path.write_text(path.read_text().replace("would sail", "would sink"))
    done = CliRunner().invoke(main, ["build", "-C", "letters"])
    assert done.exit_code == 2
    assert done.stderr == (
        "kg: sources/t.txt:5: is not the text that its file gives: undo the change, or add it anew\n"
    )


def test_a_file_that_is_gone_is_told(folder: Path) -> None:
    add(put("t.xml", TELEGRAM))
    (folder / "sources/t.xml").unlink()
    done = CliRunner().invoke(main, ["build", "-C", "letters"])
    assert done.stderr == "kg: sources/t.xml: there is no such file: check the path\n"


REFUSALS = [
    (["ferry.txt", "none.txt"], "none.txt: there is no such file: check the path"),
    (["letter-1.txt"], "letter-1.txt: there is a document 'letter-1': name another with --id"),
    (["copy.txt"], "copy.txt: has the very text of 'letter-1': it need not be added again"),
    (["ferry.txt", "ferry.txt"], "ferry.txt: there is a document 'ferry': name another with --id"),
    (["ferry.txt", "--id", "A b"], None),
    (["ferry.txt", "--id", "facts"], "ferry.txt: 'facts' is the name of another graph: rename the file"),
    (["ferry.txt", "other.txt", "--id", "x"], "--id 'x' is not a name for 2 documents; add them one by one"),
    (["volume.xml"], "volume.xml: holds 2 documents: name some with --document, or take them with --all"),
    (["volume.xml", "-d", "d14"], "no document of that file is named 'd14': did you mean 'd13' or 'd12'?"),
    (["ferry.txt", "--encoding", "klingon"],
     "ferry.txt: there is no encoding 'klingon': name one as koi8-r, cp1251 or gb18030"),
    (["ferry.txt", "--encoding", "rot13"],
     "ferry.txt: there is no encoding 'rot13': name one as koi8-r, cp1251 or gb18030"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "says"), REFUSALS, ids=lambda value: " ".join(value) if value else "")
def test_a_refusal_says_why_and_changes_nothing(arguments: list[str], says: str | None, folder: Path) -> None:
    put("ferry.txt", BARE)
    put("other.txt", BARE + "\nMore.\n")
    put("letter-1.txt", "Another letter.\n")
    put("copy.txt", (folder / "sources/letter-1.txt").read_bytes())
    put("volume.xml", VOLUME)
    before = snapshot(folder)
    done = add(*arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("kg: ") and done.stderr.count("\n") == 1
    assert says is None or done.stderr == f"kg: {says}\n"
    assert snapshot(folder) == before


def test_settings_that_no_table_can_be_added_to_are_left_alone(folder: Path) -> None:
    settings = folder / "collection.toml"
    settings.write_text('title = "T"\nbase = "https://example.org/"\ndocuments = [{id = "letter-1"}]\n')
    before = snapshot(folder)
    done = add(put("ferry.txt", BARE))
    assert done.stderr == (
        "kg: collection.toml: has its documents in one line, to which no table can be added: "
        "write each as a [[documents]] table\n"
    )
    assert snapshot(folder) == before


def test_what_stands_in_the_settings_stays_as_it_is(folder: Path) -> None:
    settings = folder / "collection.toml"
    written = settings.read_bytes().replace(b"\n", b"\r\n") + b"# the end, without a line end"
    settings.write_bytes(written)
    add(put("ferry.txt", BARE))
    assert settings.read_bytes() == written + b'\r\n\r\n[[documents]]\r\nid = "ferry"\r\n'


def test_a_folder_that_cannot_be_written_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(folder)

    def fail(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.textfile.os.replace", fail)
    done = add(put("ferry.txt", BARE))
    assert (done.exit_code, "No space left on device" in done.stderr) == (2, True)
    assert snapshot(folder) == before
