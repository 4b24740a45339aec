# One judgement identifies two people.
INSERT DATA { judgement:identity-ida kg:identifies person:nell }
