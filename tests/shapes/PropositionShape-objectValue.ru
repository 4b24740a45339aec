# The number is binary floating point, which rounds.
DELETE { proposition:oil kg:objectValue ?old } INSERT { proposition:oil kg:objectValue 4e0 } WHERE { proposition:oil kg:objectValue ?old }
