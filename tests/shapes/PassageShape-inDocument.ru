# A passage is of no document.
DELETE WHERE { <minutes.txt#char=205,220> kg:inDocument ?gone }
