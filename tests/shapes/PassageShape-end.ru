# A passage ends nowhere.
DELETE WHERE { <minutes.txt#char=205,220> kg:end ?gone }
