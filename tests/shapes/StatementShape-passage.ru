# No words report the statement.
DELETE WHERE { statement:s2 kg:passage ?gone }
