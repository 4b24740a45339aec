# A mode is no act.
DELETE { statement:s3 kg:act ?old } INSERT { statement:s3 kg:act mode:direct } WHERE { statement:s3 kg:act ?old }
