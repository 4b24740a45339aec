# Two affirmations contradict each other.
DELETE { proposition:did-not-flee kg:polarity ?old } INSERT { proposition:did-not-flee kg:polarity polarity:affirmed } WHERE { proposition:did-not-flee kg:polarity ?old }
