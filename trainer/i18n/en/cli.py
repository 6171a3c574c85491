"""Texts of the command line."""

MESSAGES = {
    "about": "Key-account sales training: play cases in the terminal, read the debrief, gather evidence of competence. "
    "Without a command it opens the interface.",
    "example": "trainer\ntrainer check scenarios/\ntrainer analyse bid-360w",
    "usage": "Usage: {line}",
    "options": "Options",
    "arguments": "Arguments",
    "examples": "Examples",
    "group.learn": "Practise",
    "group.data": "Data and results",
    "group.author": "Write and check",
    "option.help": "Show this page.",
    "option.version": "Show the version.",
    "option.lang": "Language of the interface, zh by default; or set TRAINER_LANG.",
    "option.format": "text for people, json for programs.",
    "option.content": "One more content folder to read; or set TRAINER_CONTENT.",
    "option.db": "Database file or URL; or set TRAINER_DB. By default a file in the user's data folder.",
    "option.limit": "Most states to visit; beyond it the result says that it is not exhausted.",
    "error": "error {code}",
    "fix": "fix: {fix}",
    "did_you_mean": "Did you mean {names}?",
    "see_help": "{path} --help lists everything that can be written here.",
    "crash": "The program itself failed, number {id}. What was not committed is not saved; what was saved is "
    "untouched.\n  Record (holds nothing of your answers): {path}",
    "crash.unwritten": "The program itself failed ({kind}), and the record could not be written. What was not "
    "committed is not saved; what was saved is untouched.",
    "play.short": "straight into a case",
    "play.about": "Play a case. Without --choices and --plain the interface opens. Every step is saved at once.",
    "play.example": "trainer play bid-360w\n"
    'trainer play bid-360w --choices "1,3,超时" --seed 7 --as 00123 --format json\n'
    "trainer play bid-360w --plain",
    "play.scenario": "Id of the case.",
    "quiz.short": "take a quiz or an exam",
    "quiz.about": "Take a quiz in the terminal. Without an id it lists them; with one it asks question by question, or "
    "takes the answers from --answers. Every answer is saved at once; what is left goes on next time. JSON: attempt, "
    "ident, purpose, ended, score, passed, items (id, type, response, score, right, key, confidence; answers are "
    "written as in --answers), competencies, calibration, due (questions that went into the review queue).",
    "quiz.example": "trainer quiz\n"
    "trainer quiz three-questions\n"
    'trainer quiz three-questions --answers "C,利润|客户,A!,abab,-" --as 00123 --format json\n'
    '{"attempt": "…", "ident": "three-questions", "purpose": "practice", "ended": false, "score": null, '
    '"passed": null, "items": [{"id": "three-questions/人手只够三家", "type": "single", "response": "B", '
    '"score": 1.0, "right": true, "key": "B", "confidence": null}], "competencies": {}, "calibration": {}, "due": 0}',
    "quiz.ident": "id of a question file or an exam",
    "review.short": "review what is due",
    "review.about": "Review the questions and costly decisions that are due, most overdue first. If nothing is due it "
    "says when something will be. JSON as of trainer quiz.",
    "review.example": 'trainer review\ntrainer review --answers "B,A=easy,-" --format json\ntrainer review --list',
    "verify.short": "replay all records, recompute every number",
    "verify.about": "Replay every attempt, compute every result again, check the chain and the head file. "
    "Every row that differs is named; exit status 1.",
    "verify.example": "trainer verify\ntrainer verify --db class.db --format json",
    "submit.short": "pack your attempts for the instructor",
    "submit.about": "Write all attempts of a person (events, texts, chain) into one sealed file for the instructor.",
    "submit.example": "trainer submit --out wang.pack\ntrainer submit --as 00123",
    "collect.short": "take submitted files into the database",
    "collect.about": "Take trainees' files in: seal, chain and replay are checked first. Known ones are not doubled, "
    "changed ones refused, conflicts of identity listed.",
    "collect.example": "trainer collect *.pack --db class.db\ntrainer collect wang.pack --as 00123",
    "collect.files": "Files that trainer submit wrote.",
    "export.short": "export results and attempts",
    "export.about": "Export results (xlsx or csv, with dictionary and information) or all attempts "
    "line by line (jsonl).",
    "export.example": "trainer export scores --out results.xlsx\n"
    "trainer export scores --to csv --out results.csv\n"
    "trainer export attempts --out attempts.jsonl",
    "export.what": "scores or attempts.",
    "db.short": "database: info, backup, restore, doctor, migrate",
    "db.about": "info shows facts; backup makes a checked copy; restore puts one back (and says first what would be "
    "lost); doctor examines and acts only on request; migrate updates the schema.",
    "db.example": "trainer db info\ntrainer db backup\n"
    "trainer db restore backups/trainer-20260301T080000Z-auto.db\n"
    "trainer db doctor --rebuild",
    "db.action": "info, backup, restore, doctor or migrate.",
    "db.file": "The backup to restore.",
    "check.short": "check cases, questions, exams and lessons",
    "check.about": "Check cases, questions, exams and lessons and name line, column, reason and fix; links between "
    "them are followed, and cases without errors are analysed exactly. Without a path all content is checked.",
    "check.example": "trainer check scenarios/bid-360w.md\ntrainer check --static my-content/ --format json",
    "check.paths": "Files or folders.",
    "check.static": "Check the writing only, without closing the state space.",
    "check.fresh": "Read everything anew instead of using what was found last time.",
    "check.summary": "{files} file(s): {errors} error(s), {warnings} warning(s).",
    "check.clean": "{files} file(s), nothing found.",
    "check.more": "{file}: {count} more; mend those above first.",
    "severity.error": "error",
    "severity.warning": "warning",
    "severity.info": "hint",
    "diagnostic.fix": "fix: {fix}",
    "diagnostic.autofix": "(understood, and read that way)",
    "diagnostic.witness": "play: {steps}",
    "analyse.short": "exact analysis of a case: ranges, endings, bots, best line",
    "analyse.about": "Visit every state of a case: the range of each competency, a way to each ending, what clicking "
    "at random earns, what each step costs.",
    "analyse.example": "trainer analyse bid-360w\ntrainer analyse my-case.md --format json",
    "analyse.id_or_path": "Id of a case, or a case file.",
    "dump.short": "print the model that was read from a case (JSON)",
    "dump.about": "Print a case as it was read: nodes, choices, conditions, effects, in the order of the file.",
    "dump.example": "trainer dump scenarios/bid-360w.md --format json",
    "dump.format": "Format of the output.",
    "dump.id_or_path": "Id of a case, or a case file.",
    "search.short": "find words in lessons, questions, cases and tools",
    "search.about": "Find a text in all content: titles, lessons, stems and options, scenes of cases. Letters are also "
    "taken as pinyin initials.",
    "search.example": "trainer search 双重标准\ntrainer search sbsw --format json",
    "search.text": "What to find, or pinyin initials; of several words with blanks between them all must be there.",
    "search.limit": "How many places to list at most.",
    "search.none": "Nothing found for “{text}”.",
    "search.kind.lesson": "lesson",
    "search.kind.question": "question",
    "search.kind.case": "case",
    "search.kind.tool": "tool",
    "search.page": "page {page}",
    "coverage.short": "what of the curriculum has content, and what is missing",
    "coverage.about": "The curriculum (frameworks F, cases C, tools T, competencies K): what has lessons, questions, "
    "cases and tools, and what has none yet.",
    "coverage.example": "trainer coverage --only F",
    "coverage.only": "One kind only: F frameworks, C cases, T tools, K competencies.",
    "coverage.comma": ", ",
    "coverage.kind.F": "{total} frameworks: {counts}",
    "coverage.kind.C": "{total} cases: {counts}",
    "coverage.kind.T": "{total} tools: {counts}",
    "coverage.kind.K": "{total} competencies: {counts}",
    "coverage.have.lessons": "{count} in lessons",
    "coverage.have.questions": "{count} in questions",
    "coverage.have.scenarios": "{count} in cases to play",
    "coverage.have.tools": "{count} as tools",
    "coverage.missing.F": "Frameworks that lack something: {count}",
    "coverage.missing.C": "Cases that cannot be played yet: {count}",
    "coverage.missing.T": "Tools that are not made yet: {count}",
    "coverage.missing.K": "Competencies that lack something: {count}",
    "coverage.part.lessons": "no lesson",
    "coverage.part.questions": "no question",
    "coverage.part.scenarios": "no case to play",
    "coverage.part.tools": "no tool",
    "explain.short": "explain the code of a finding",
    "explain.about": "Explain the code of a finding or an error: what it means, an example of it, how to mend it.",
    "explain.example": "trainer explain SC201",
    "explain.code": "A code such as SC201.",
    "bank.short": "question banks: import from Excel, GIFT, Moodle; export",
    "bank.about": "Import questions of Kaoshibao, Chaoxing, Excel, CSV, pasted text, GIFT or Moodle XML into your "
    "own content folder, or export banks for other programs.",
    "bank.example": "trainer bank template --out template.xlsx\ntrainer bank import bank.xlsx --dry-run\ntrainer "
    "bank export --out all.xlsx",
    "bank.import.short": "import a bank (see it with --dry-run first)",
    "bank.import.about": "Import a bank: every question is checked, and whatever is wrong is told with its cell. Only "
    "a file without errors is written, as one Markdown file; otherwise nothing is.",
    "bank.import.example": "trainer bank import bank.xlsx --dry-run\ntrainer bank import bank.xlsx --as-file my-bank",
    "bank.import.file": ".xlsx, .xls, .ods, .csv, text, GIFT or Moodle XML.",
    "bank.export.short": "export banks",
    "bank.export.about": "Write banks as a workbook in the layout of Kaoshibao, CSV, GIFT or Moodle XML, read it back, "
    "and list for every question what is not carried over.",
    "bank.export.example": "trainer bank export --out all.xlsx\ntrainer bank export trust --out trust.gift\n"
    "trainer bank export --decisions bid-360w --out decisions.xml",
    "bank.export.ids": "Ids of banks, or id/name of single questions; all by default.",
    "bank.template.short": "write an empty template",
    "bank.template.about": "Write an Excel template in the layout of Kaoshibao: header, how to fill in, and two "
    "example rows, which are left out on import.",
    "bank.template.example": "trainer bank template --out template.xlsx",
    "commands": "Commands",
}
