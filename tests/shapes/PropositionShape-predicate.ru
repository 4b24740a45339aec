# The predicate is a property, but none that states a fact.
DELETE { proposition:oil kg:predicate ?old } INSERT { proposition:oil kg:predicate kg:depth } WHERE { proposition:oil kg:predicate ?old }
