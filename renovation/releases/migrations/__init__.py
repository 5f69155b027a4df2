"""Updates the tables of a database that an older version created. README.md says how to add a migration."""
