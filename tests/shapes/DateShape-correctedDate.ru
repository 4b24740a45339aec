# A correction is in no notation.
DELETE { doc:note kg:correctedDate ?old } INSERT { doc:note kg:correctedDate "3 May" } WHERE { doc:note kg:correctedDate ?old }
