# No speaker, and no word of why.
DELETE WHERE { statement:s4 kg:cue ?gone }
