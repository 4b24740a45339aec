"""The built graph -> HTTP.

``limits`` (what a query may cost, each setting once), ``negotiation`` (an Accept header to one of the offered media
types), ``pool`` (a query to bytes, in worker processes that can be killed), ``sparql`` (the SPARQL 1.1 Protocol over a
pool).  Needs the extra ``serve``; a worker imports ``pool`` and nothing of HTTP, so nothing is imported here.
"""
