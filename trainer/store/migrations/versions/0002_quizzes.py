"""Quizzes: attempts get a kind; results and answers of quizzes, and cards of the review queue, as derived tables.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _attempt() -> sa.Table:
    """The table as 0001 made it: SQLite's own description of a table leaves the CHECK constraints out."""
    return sa.Table(
        "attempt",
        sa.MetaData(),
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("person", AutoString(), nullable=False),
        sa.Column("scenario", AutoString(), nullable=False),
        sa.Column("content", AutoString(), nullable=False),
        sa.Column("engine_version", sa.Integer(), nullable=False),
        sa.Column("scoring_version", sa.Integer(), nullable=False),
        sa.Column("mode", AutoString(), nullable=False),
        sa.Column("seed", AutoString(), nullable=False),
        sa.Column("timers", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", AutoString(), nullable=False),
        sa.Column("proctored", sa.Boolean(), nullable=False),
        sa.Column("parent", AutoString(), nullable=True),
        sa.Column("parent_seq", sa.Integer(), nullable=True),
        sa.Column("started", UTCDateTime(), nullable=False),
        sa.Column("finished", UTCDateTime(), nullable=True),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("quarantine", AutoString(), nullable=False),
        sa.CheckConstraint("(status = 'open') = (finished IS NULL)", name="ck_attempt_finished"),
        sa.CheckConstraint("mode IN ('practice', 'assess')", name="ck_attempt_mode"),
        sa.CheckConstraint("origin IN ('local', 'class', 'collected')", name="ck_attempt_origin"),
        sa.CheckConstraint("status IN ('open', 'finished', 'abandoned')", name="ck_attempt_status"),
        sa.CheckConstraint("number >= 1", name="ck_attempt_number"),
        sa.ForeignKeyConstraint(["content"], ["content.digest"], name="fk_attempt_content_content"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_attempt_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.Index("ix_attempt_scenario_person", "scenario", "person"),
        sa.Index("ix_attempt_status", "status"),
    )


def upgrade() -> None:
    """Every attempt so far is of a case. The derived tables start empty; the service fills them."""
    op.drop_index("ix_attempt_person_started", table_name="attempt")
    with op.batch_alter_table("attempt", copy_from=_attempt()) as batch:
        batch.add_column(sa.Column("kind", AutoString(), server_default="case", nullable=False))
        batch.create_check_constraint(op.f("ck_attempt_kind"), "kind IN ('case', 'quiz')")
    op.create_index("ix_attempt_person_kind_started", "attempt", ["person", "kind", "started"], unique=False)
    op.create_table(
        "item_answer",
        sa.Column("attempt", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("item", AutoString(), nullable=False),
        sa.Column("card", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("competencies", AutoString(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("omitted", sa.Boolean(), nullable=False),
        sa.Column("confidence", AutoString(), nullable=True),
        sa.Column("easy", sa.Boolean(), nullable=False),
        sa.Column("elapsed_ms", _BIG, nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.CheckConstraint("chance BETWEEN 0 AND 1", name=op.f("ck_item_answer_chance")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_item_answer_score")),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_item_answer_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", "number", name=op.f("pk_item_answer")),
    )
    op.create_index("ix_item_answer_item", "item_answer", ["item"], unique=False)
    op.create_table(
        "quiz_result",
        sa.Column("attempt", AutoString(), nullable=False),
        sa.Column("scoring_version", sa.Integer(), nullable=False),
        sa.Column("purpose", AutoString(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("omitted", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("timed_out", sa.Boolean(), nullable=False),
        sa.Column("used_ms", _BIG, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.CheckConstraint(
            '"right" >= 0 AND omitted >= 0 AND pending >= 0 AND used_ms >= 0', name=op.f("ck_quiz_result_counts")
        ),
        sa.CheckConstraint("items >= answered AND answered >= 0", name=op.f("ck_quiz_result_items")),
        sa.CheckConstraint("score BETWEEN 0 AND 100.000001", name=op.f("ck_quiz_result_score")),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_quiz_result_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", name=op.f("pk_quiz_result")),
    )
    op.create_table(
        "review_card",
        sa.Column("person", AutoString(), nullable=False),
        sa.Column("card", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", UTCDateTime(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("added", UTCDateTime(), nullable=False),
        sa.Column("last", UTCDateTime(), nullable=False),
        sa.Column("last_attempt", AutoString(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("reviews >= 0 AND lapses >= 0", name=op.f("ck_review_card_counts")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_review_card_person_person")),
        sa.PrimaryKeyConstraint("person", "card", name=op.f("pk_review_card")),
    )
    op.create_index("ix_review_card_person_active_due", "review_card", ["person", "active", "due"], unique=False)
