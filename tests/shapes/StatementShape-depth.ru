# Nothing says how deep a statement lies.
DELETE WHERE { statement:s1-1 kg:depth ?gone }
