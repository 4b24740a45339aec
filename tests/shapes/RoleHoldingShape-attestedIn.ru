# Nobody attests the office.
DELETE WHERE { holding:ida kg:attestedIn ?gone }
