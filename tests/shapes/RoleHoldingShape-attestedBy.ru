# No words attest the office.
DELETE WHERE { holding:ida kg:attestedBy ?gone }
