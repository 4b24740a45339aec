# A draft does not say how sure it is.
DELETE WHERE { statement:s4 kg:confidence ?gone }
