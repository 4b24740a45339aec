# A correction has taken the place of the original.
DELETE WHERE { doc:note kg:dateAsWritten ?gone }
