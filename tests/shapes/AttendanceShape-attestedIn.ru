# Nobody attests the attendance.
DELETE WHERE { attendance:nell kg:attestedIn ?gone }
