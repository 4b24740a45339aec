# A document is neither held nor only mentioned.
DELETE WHERE { doc:letter kg:availability ?gone }
