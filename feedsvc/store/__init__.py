"""The only user of SQLAlchemy: tables, queries, migrations. Rows never leave this package.

A `Database` gives transactions, and the functions of the other modules each take one, so that what
belongs together is committed together (`backfill` alone works through the whole store by itself):

    with database.writing() as transaction:
        entries.add(transaction, ...)
        ledger.finish(transaction, ...)
"""
