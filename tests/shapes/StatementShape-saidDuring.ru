# A statement is made during a place.
DELETE { statement:s3 kg:saidDuring ?old } INSERT { statement:s3 kg:saidDuring place:port-merrow } WHERE { statement:s3 kg:saidDuring ?old }
