/** What a command writes: one answer for programs on stdout, words for people on stderr. */
export interface Output {
  /** One line of JSON. */
  print(value: unknown): void;
  /** A line as it is, for the commands whose answer is not JSON. */
  printLine(line: string): void;
  say(line: string): void;
  /** Text with its own line ends, such as a piece of a log. */
  sayText(text: string): void;
}

export const standardOutput: Output = {
  print: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  printLine: (line) => void process.stdout.write(`${line}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  sayText: (text) => void process.stderr.write(text),
};
