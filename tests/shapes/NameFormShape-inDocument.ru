# No document spells the name so.
DELETE WHERE { name:port-merrow kg:inDocument ?gone }
