"""Baseline: the first schema.

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "content",
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("ident", AutoString(), nullable=False),
        sa.Column("path", AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_content_digest")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content")),
    )
    op.create_index(op.f("ix_content_ident"), "content", ["ident"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("created", UTCDateTime(), nullable=False),
        sa.Column("merged_into", AutoString(), nullable=True),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_person_number")),
        sa.CheckConstraint("length(id) > 0", name=op.f("ck_person_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["person.id"], name=op.f("fk_person_merged_into_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
    )
    op.create_table(
        "setting",
        sa.Column("scope", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name=op.f("pk_setting")),
    )
    op.create_table(
        "attempt",
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
        sa.CheckConstraint("(status = 'open') = (finished IS NULL)", name=op.f("ck_attempt_finished")),
        sa.CheckConstraint("mode IN ('practice', 'assess')", name=op.f("ck_attempt_mode")),
        sa.CheckConstraint("origin IN ('local', 'class', 'collected')", name=op.f("ck_attempt_origin")),
        sa.CheckConstraint("status IN ('open', 'finished', 'abandoned')", name=op.f("ck_attempt_status")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempt_number")),
        sa.ForeignKeyConstraint(["content"], ["content.digest"], name=op.f("fk_attempt_content_content")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_attempt_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_person_started", "attempt", ["person", "started"], unique=False)
    op.create_index("ix_attempt_scenario_person", "attempt", ["scenario", "person"], unique=False)
    op.create_index("ix_attempt_status", "attempt", ["status"], unique=False)
    op.create_table(
        "competency_evidence",
        sa.Column("attempt", AutoString(), nullable=False),
        sa.Column("competency", AutoString(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("quality", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.CheckConstraint("decisions >= 0", name=op.f("ck_competency_evidence_decisions")),
        sa.CheckConstraint("quality >= 0 AND chance >= 0", name=op.f("ck_competency_evidence_sums")),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_competency_evidence_weight")),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_competency_evidence_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", "competency", name=op.f("pk_competency_evidence")),
    )
    op.create_table(
        "decision",
        sa.Column("attempt", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("node", AutoString(), nullable=False),
        sa.Column("choice", AutoString(), nullable=False),
        sa.Column("best", AutoString(), nullable=False),
        sa.Column("regret", sa.Float(), nullable=True),
        sa.Column("stake", sa.Float(), nullable=True),
        sa.Column("quality", sa.Float(), nullable=True),
        sa.Column("chance", sa.Float(), nullable=True),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.Column("luck", sa.Float(), nullable=False),
        sa.CheckConstraint("chance BETWEEN 0 AND 1", name=op.f("ck_decision_chance")),
        sa.CheckConstraint("quality BETWEEN 0 AND 1", name=op.f("ck_decision_quality")),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_decision_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", "number", name=op.f("pk_decision")),
    )
    op.create_table(
        "event",
        sa.Column("chain", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("attempt", AutoString(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", AutoString(), nullable=True),
        sa.Column("type", AutoString(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", AutoString(), nullable=False),
        sa.Column("ms", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("previous", AutoString(), nullable=False),
        sa.Column("hash", AutoString(), nullable=False),
        sa.CheckConstraint("chain >= 1", name=op.f("ck_event_chain")),
        sa.CheckConstraint("length(at) = 27", name=op.f("ck_event_at")),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_event_hash")),
        sa.CheckConstraint("length(previous) = 64", name=op.f("ck_event_previous")),
        sa.CheckConstraint("ms >= 0", name=op.f("ck_event_ms")),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_event_seq")),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_event_attempt_attempt")),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_event")),
        sa.UniqueConstraint("attempt", "seq", name=op.f("uq_event_attempt_seq")),
        sa.UniqueConstraint("key", name=op.f("uq_event_key")),
    )
    op.create_table(
        "free_text",
        sa.Column("attempt", AutoString(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_free_text_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", "seq", name=op.f("pk_free_text")),
    )
    op.create_table(
        "run_result",
        sa.Column("attempt", AutoString(), nullable=False),
        sa.Column("scoring_version", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("ending", AutoString(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("outcome", sa.Float(), nullable=True),
        sa.Column("luck", sa.Float(), nullable=False),
        sa.Column("exhausted", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("redlines", sa.Integer(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("fine", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decisions >= 0 AND redlines >= 0 AND slips >= 0 AND fine >= 0", name=op.f("ck_run_result_counts")
        ),
        sa.CheckConstraint("rating BETWEEN 0 AND 100", name=op.f("ck_run_result_rating")),
        sa.CheckConstraint("score <= 100.000001", name=op.f("ck_run_result_score")),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_run_result_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", name=op.f("pk_run_result")),
    )
    # ### end Alembic commands ###
