# A proposition is neither actual nor planned nor hypothetical.
DELETE WHERE { proposition:oil kg:modality ?gone }
