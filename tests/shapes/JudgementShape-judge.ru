# Nobody made the judgement.
DELETE WHERE { judgement:identity-ida kg:judge ?gone }
