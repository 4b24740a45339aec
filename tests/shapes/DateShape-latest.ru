# A date has no last day.
DELETE WHERE { meeting:council kg:latest ?gone }
