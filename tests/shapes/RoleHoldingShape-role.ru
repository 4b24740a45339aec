# Someone holds no office.
DELETE WHERE { holding:ida kg:role ?gone }
