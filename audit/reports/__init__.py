"""What the record tells of a period, added up by the database: questions on a connection, for any reader."""
