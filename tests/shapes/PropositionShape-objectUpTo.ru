# The greater number is binary floating point, which rounds.
DELETE { proposition:oil kg:objectUpTo ?old } INSERT { proposition:oil kg:objectUpTo 5e0 } WHERE { proposition:oil kg:objectUpTo ?old }
