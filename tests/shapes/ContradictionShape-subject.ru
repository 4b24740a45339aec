# That one fled does not contradict that another did not.
DELETE { proposition:did-not-flee kg:subject ?old } INSERT { proposition:did-not-flee kg:subject person:otto } WHERE { proposition:did-not-flee kg:subject ?old }
