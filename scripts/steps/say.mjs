/** Words for the person; stdout stays free for what a command answers. */
export function say(words) {
  process.stderr.write(`fedwright: ${words}\n`);
}

/** A step that could not be done, with what to do about it. Ends the script that catches it. */
export class StepFailed extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** Runs a script's work; a failed step is said in words, without a stack. */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    say(`${error.message} ${error.hint}`);
    process.exitCode = 1;
  }
}
