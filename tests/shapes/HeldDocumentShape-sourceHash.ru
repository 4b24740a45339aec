# A hash is cut short.
DELETE { doc:note kg:sourceHash ?old } INSERT { doc:note kg:sourceHash "6da1a489" } WHERE { doc:note kg:sourceHash ?old }
