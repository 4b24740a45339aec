# Nobody holds the office.
DELETE WHERE { person:ida kg:roleHolding ?gone }
