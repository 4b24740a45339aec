# A proposition has neither an object nor a number.
DELETE WHERE { proposition:did-not-flee kg:object ?gone }
