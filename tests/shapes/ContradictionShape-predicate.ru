# That he fled does not contradict that he did not return.
DELETE { proposition:did-not-flee kg:predicate ?old } INSERT { proposition:did-not-flee kg:predicate kg:returnedTo } WHERE { proposition:did-not-flee kg:predicate ?old }
