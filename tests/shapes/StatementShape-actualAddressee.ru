# A plan to tell someone counts as having told her.
DELETE { statement:s1-1 kg:modality ?old } INSERT { statement:s1-1 kg:modality modality:planned } WHERE { statement:s1-1 kg:modality ?old }
