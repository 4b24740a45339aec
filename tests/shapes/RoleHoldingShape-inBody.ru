# An office is held in a place, not in a body.
DELETE { holding:ida kg:inBody ?old } INSERT { holding:ida kg:inBody place:port-merrow } WHERE { holding:ida kg:inBody ?old }
