"""The only user of SQLAlchemy: tables, queries, migrations. Rows never leave this package.

A `Database` gives transactions; the functions of `ledger`, `candidates`, `entries`, `runs` and
`answers` each take one, so that what belongs together is committed together:

    with database.writing() as transaction:
        entries.add(transaction, ...)
        ledger.finish(transaction, ...)
"""
