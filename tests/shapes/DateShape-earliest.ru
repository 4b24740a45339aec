# A date has no first day.
DELETE WHERE { meeting:council kg:earliest ?gone }
