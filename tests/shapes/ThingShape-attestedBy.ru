# A whole document stands for the words that attest an office.
INSERT DATA { holding:ida kg:attestedBy doc:minutes }
