# A statement that one other reports claims to lie three deep.
DELETE { statement:s1-1 kg:depth ?old } INSERT { statement:s1-1 kg:depth 3 } WHERE { statement:s1-1 kg:depth ?old }
