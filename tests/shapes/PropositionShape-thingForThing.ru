# A predicate that counts has a thing for its number.
DELETE { proposition:oil kg:objectValue ?least ; kg:objectUpTo ?most } INSERT { proposition:oil kg:object place:port-merrow }
WHERE { proposition:oil kg:objectValue ?least ; kg:objectUpTo ?most }
