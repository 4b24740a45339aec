# A statement has no sentence.
DELETE WHERE { statement:s2 kg:inWords ?gone }
