# From four up to three.
DELETE { proposition:oil kg:objectUpTo ?old } INSERT { proposition:oil kg:objectUpTo 3 } WHERE { proposition:oil kg:objectUpTo ?old }
