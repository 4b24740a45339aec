# A held document has no text.
DELETE WHERE { doc:note kg:text ?gone }
