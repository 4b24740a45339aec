# A statement is neither actual nor planned nor hypothetical.
DELETE WHERE { statement:s3 kg:modality ?gone }
