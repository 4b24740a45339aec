# A held document has no title.
DELETE WHERE { doc:note dcterms:title ?gone }
