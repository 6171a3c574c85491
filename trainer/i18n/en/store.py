"""Texts of database findings, notices and conflicts of identity."""

MESSAGES = {
    "finding.edited": "Event {row} was edited.",
    "finding.deleted": "Event {row} was deleted.",
    "finding.moved": "Event {row} used to be event {was}; it was moved.",
    "finding.unlinked": "Event {row} does not follow the one before it; it may have been inserted.",
    "finding.not_started": "Attempt {attempt} has lost its beginning (event {row}).",
    "finding.sequence": "The events of attempt {attempt} have a gap: event {row} "
    "should be step {expected}, but is {found}.",
    "finding.truncated": "The last events ({row}) are gone; the head file still has them.",
    "finding.unacknowledged": "The last operation (event {row}) is stored but not in the head "
    "file yet; the program was probably interrupted.",
    "finding.beyond_heads": "Events {row} are not in the head file; they may have "
    "been added, or the head file replaced.",
    "finding.heads_missing": "The head file {row} is gone.",
    "finding.head_differs": "Line {row} of the head file does not fit event {chain}.",
    "finding.head_unreadable": "Line {row} of the head file cannot be read.",
    "finding.content_edited": "The case text {row} was edited.",
    "finding.content_missing": "The case text {row} that attempt {attempt} played is gone.",
    "finding.attempt_without_events": "Attempt {row} has no events.",
    "finding.attempt_missing": "Attempt {row} is gone; its events begin at {chain}.",
    "finding.attempt_differs": "{column} of attempt {row} is “{stored}”; its events say “{chained}”.",
    "finding.attempt_unreadable": "Attempt {row} cannot be read.",
    "finding.text_edited": "The free answer {row} does not fit its event.",
    "finding.malformed": "The database file is damaged: {reason}.",
    "finding.foreign_key": "Row {row} of {table} refers to a missing {parent}.",
    "finding.strange_table": "There is a table too many: {row}.",
    "finding.notice": "Opening {row} gave a notice: {notice}.",
    "finding.permissions": "{row} has the permissions {mode}; other users can read it.",
    "finding.leftover_file": "The backup folder holds a left-over file {row}; it can be deleted.",
    "notice.old_sqlite": "SQLite {version} of this machine has a known defect; a "
    "slower but safe way of saving is used.",
    "notice.heads_missing": "The head file of the database is gone: {path}. Please run trainer verify.",
    "notice.heads_differ": "The head file does not fit the database (event "
    "{chain}): {path}. Please run trainer verify.",
    "conflict.name_differs": "Number {number} is “{here}” here, but “{there}” in the file.",
    "conflict.number_differs": "The same person has the number {here} here, but {there} in the file.",
    "conflict.number_taken": "The file's number {number} belongs to “{here}” here.",
}
