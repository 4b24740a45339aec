"""What chains of reports answer: origins, knowledge, accounts against each other, contradictions, commitments.

``testimony`` reads a store; ``transmission`` finds who conveyed what to whom; each further file answers one kind of
question with frozen records, and ``rows`` makes a table of them.  Every record that rests on a statement carries it as
``cited``: its whole attribution in words, the words on the page, and the IRIs, so that none goes without the others.
"""
