"""How alembic runs here: on the connection it is handed, inside that connection's one transaction.

With BEGIN IMMEDIATE and transactional DDL a migration killed after any statement rolls back as a whole; left to its
own habits on SQLite alembic leaves ``_alembic_tmp_*`` tables and every later run fails.
"""

from alembic import context

from trainer.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
