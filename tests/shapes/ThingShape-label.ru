# A place says nowhere what it is.
DELETE WHERE { place:store rdfs:label ?gone }
