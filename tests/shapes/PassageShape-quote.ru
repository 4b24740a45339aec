# A passage has no words.
DELETE WHERE { <minutes.txt#char=205,220> kg:quote ?gone }
