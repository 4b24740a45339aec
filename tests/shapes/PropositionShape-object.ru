# The object is something that the graph does not know.
DELETE { proposition:did-not-flee kg:object ?old } INSERT { proposition:did-not-flee kg:object place:nowhere } WHERE { proposition:did-not-flee kg:object ?old }
