# A passage starts nowhere.
DELETE WHERE { <minutes.txt#char=205,220> kg:start ?gone }
