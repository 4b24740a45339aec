# Nothing says when the judgement was made.
DELETE WHERE { judgement:identity-ida kg:date ?date ; kg:earliest ?first ; kg:latest ?last }
