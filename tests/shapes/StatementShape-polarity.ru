# A statement is neither affirmed nor negated.
DELETE WHERE { statement:s3 kg:polarity ?gone }
