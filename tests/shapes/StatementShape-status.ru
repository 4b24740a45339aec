# Nobody knows whether a statement was reviewed.
DELETE WHERE { statement:s3 kg:status ?gone }
