# A port is inferred to have spoken.
DELETE { statement:s4 kg:inferredSpeaker ?old } INSERT { statement:s4 kg:inferredSpeaker place:port-merrow } WHERE { statement:s4 kg:inferredSpeaker ?old }
