# A port wrote a letter.
INSERT DATA { doc:letter kg:author place:port-merrow }
