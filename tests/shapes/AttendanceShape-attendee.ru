# Nobody attends.
DELETE WHERE { attendance:nell kg:attendee ?gone }
