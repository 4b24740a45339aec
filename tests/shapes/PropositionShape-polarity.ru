# A proposition is neither affirmed nor negated.
DELETE WHERE { proposition:oil kg:polarity ?gone }
