# One speaker is named and another inferred.
INSERT DATA { statement:s1-1 kg:inferredSpeaker person:nell }
