# A meeting has a first and a last day, but no date.
DELETE WHERE { meeting:council kg:date ?gone }
