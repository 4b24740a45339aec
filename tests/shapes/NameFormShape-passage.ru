# Nothing says where the name stands.
DELETE WHERE { name:port-merrow kg:passage ?gone }
