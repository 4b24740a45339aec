# A meeting ends the day before it begins.
DELETE { meeting:council kg:latest ?old } INSERT { meeting:council kg:latest "1871-05-02"^^xsd:date } WHERE { meeting:council kg:latest ?old }
