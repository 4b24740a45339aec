# A spelling names nothing.
DELETE WHERE { place:port-merrow kg:hasNameForm ?gone }
