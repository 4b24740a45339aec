# More than certain.
DELETE { statement:s4 kg:confidence ?old } INSERT { statement:s4 kg:confidence 1.5 } WHERE { statement:s4 kg:confidence ?old }
