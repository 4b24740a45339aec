# A document is a record of a place.
INSERT DATA { doc:letter kg:recordOf place:port-merrow }
