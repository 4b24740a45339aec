# Two subjects of one proposition.
INSERT DATA { proposition:oil kg:subject place:port-merrow }
