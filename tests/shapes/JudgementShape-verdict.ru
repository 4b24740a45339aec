# A judgement holds nothing.
DELETE WHERE { judgement:identity-ida kg:verdict ?gone }
