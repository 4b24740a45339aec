# A nested statement stands outside the words that report it, without a reason.
DELETE WHERE { statement:s1-2 kg:frameReason ?gone }
