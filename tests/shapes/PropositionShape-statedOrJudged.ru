# Nobody states a proposition and nobody judges it.
DELETE WHERE { statement:s3 kg:states ?gone }
