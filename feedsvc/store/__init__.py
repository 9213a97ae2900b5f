"""The only user of SQLAlchemy: tables, queries, migrations. Rows never leave this package."""
