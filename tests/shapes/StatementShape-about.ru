# A statement is about something that the graph does not know.
INSERT DATA { statement:s3 kg:about place:nowhere }
