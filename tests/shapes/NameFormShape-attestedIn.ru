# Nobody uses the name.
DELETE WHERE { name:port-merrow kg:attestedIn ?gone }
