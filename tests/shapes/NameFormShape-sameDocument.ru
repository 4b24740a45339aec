# A name of one document stands in another.
DELETE { name:port-merrow kg:inDocument ?old } INSERT { name:port-merrow kg:inDocument doc:note } WHERE { name:port-merrow kg:inDocument ?old }
