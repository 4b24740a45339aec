# A judgement gives no reason.
DELETE WHERE { judgement:identity-ida kg:reason ?gone }
