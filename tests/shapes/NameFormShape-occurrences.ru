# A name that stands there stands there no times.
DELETE { name:port-merrow kg:occurrences ?old } INSERT { name:port-merrow kg:occurrences 0 } WHERE { name:port-merrow kg:occurrences ?old }
