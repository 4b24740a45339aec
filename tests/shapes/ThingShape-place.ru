# A meeting takes place at a person.
DELETE { meeting:council kg:place ?old } INSERT { meeting:council kg:place person:nell } WHERE { meeting:council kg:place ?old }
