# Someone fled to 4.
DELETE { proposition:did-not-flee kg:object ?old } INSERT { proposition:did-not-flee kg:objectValue 4 }
WHERE { proposition:did-not-flee kg:object ?old }
