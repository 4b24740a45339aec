# A port is spoken to.
INSERT DATA { statement:s3 kg:addressee place:port-merrow }
