# A flight is accepted on a name alone.
DELETE { judgement:flight kg:restsOn ?old } INSERT { judgement:flight kg:restsOn name:port-merrow } WHERE { judgement:flight kg:restsOn ?old }
