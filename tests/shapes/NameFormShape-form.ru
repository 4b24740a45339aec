# A spelling without letters.
DELETE WHERE { name:port-merrow kg:form ?gone }
