# A store is present.
DELETE { statement:s3 kg:inPresenceOf ?old } INSERT { statement:s3 kg:inPresenceOf place:store } WHERE { statement:s3 kg:inPresenceOf ?old }
