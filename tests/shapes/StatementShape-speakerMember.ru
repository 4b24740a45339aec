# A port is one of those who spoke.
INSERT DATA { statement:s3 kg:speakerMember place:port-merrow }
