# He speaks at the meeting, and no record has him there.
DELETE WHERE { attendance:otto ?property ?value }
