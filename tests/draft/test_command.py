"""``kg draft``: its two formats, outside any collection and inside one."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kg.cli.main import main

KEYS = [
    "id", "doc", "start", "end", "quote", "cue", "cue_start", "speaker", "speaker_text", "addressee", "addressee_text",
    "parent", "mode", "act", "modality", "polarity", "confidence", "rule",
]  # fmt: skip
TEXT = "Note\r\n\r\nŁukasz Gray told Mr. Hale that the weir was “open”.\r\n"


@pytest.fixture
def letter(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "letter.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_json_lines_have_the_keys_and_offsets_of_the_file(letter):
    result = CliRunner().invoke(main, ["draft", "--format", "jsonl", str(letter)])
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [list(record) for record in records] == [KEYS]
    assert TEXT[records[0]["start"] : records[0]["end"]] == records[0]["quote"]
    assert records[0]["addressee"] == ["hale"]


def test_yaml_nests_what_a_statement_reports(letter):
    letter.write_text("Note\n\nGray said that Hale had told him that it rained.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["draft", str(letter)])
    assert '    reports:\n      - id: "letter-002"' in result.stdout
    assert result.stdout.count('status: "draft"') == 2


def test_a_missing_file_is_one_clear_line(letter):
    result = CliRunner().invoke(main, ["draft", "nowhere.txt"])
    assert (result.exit_code, result.stderr) == (2, "kg: nowhere.txt: there is no such file: check the path\n")
