# Nothing tells where a document that is not held comes from.
DELETE WHERE { doc:minutes kg:mentionsDocument ?gone }
