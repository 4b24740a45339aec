# A plain fact that no judgement warrants.
INSERT DATA { person:otto kg:fledTo place:port-merrow }
