# A person is judged.
INSERT DATA { judgement:flight kg:judges person:jon }
