# A plan is warranted as a fact.
DELETE { proposition:fled kg:modality ?old } INSERT { proposition:fled kg:modality modality:planned } WHERE { proposition:fled kg:modality ?old }
