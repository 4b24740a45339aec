# By no statement did one speak to the other.
INSERT DATA { person:otto kg:spokeTo person:nell }
