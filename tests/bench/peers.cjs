// The ink peer: `node peers.cjs compile FILE` compiles once; `node peers.cjs steps FILE SECONDS` prints steps per second.
"use strict";
const fs = require("fs");
const { Compiler } = require("inkjs/full");

const [, , job, file, seconds] = process.argv;
const story = new Compiler(fs.readFileSync(file, "utf8")).Compile();
if (job === "compile") {
  process.stdout.write("ok\n");
} else {
  let state = 1;
  const draw = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
  let steps = 0;
  const end = process.hrtime.bigint() + BigInt(Math.round(Number(seconds) * 1e9));
  const start = process.hrtime.bigint();
  while (process.hrtime.bigint() < end) {
    story.ResetState();
    story.ContinueMaximally();
    while (story.currentChoices.length > 0) {
      story.ChooseChoiceIndex(draw(story.currentChoices.length));
      story.ContinueMaximally();
      steps += 1;
    }
  }
  process.stdout.write(String(steps / (Number(process.hrtime.bigint() - start) / 1e9)) + "\n");
}
