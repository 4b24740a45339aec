# A judgement rests on a place.
INSERT DATA { judgement:flight kg:restsOn place:port-merrow }
