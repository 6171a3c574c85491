"""Question banks in and out: workbooks, CSV, pasted text, GIFT, Moodle XML. Bytes to drafts to items, and back."""
