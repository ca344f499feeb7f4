import { once } from 'node:events';
import type { Task } from '../../../preload/contract/tasks';
import { invalid } from '../../errors';
import { parseInput } from './arguments';
import { assertCall, declared, inputOf } from './calls';
import { followTask } from './follow';
import type { Output } from './output';
import { grantPaths, saveDownload } from './paths';
import type { Session } from './session';

/**
 * Makes any call of the contract. An answer is one line of JSON, a stream one line for each event until
 * Ctrl-C; what comes by a link is saved here. Work that the call started in this process is seen through to its end, since
 * it would end with it; what is to last, such as a forwarded port, lasts until Ctrl-C.
 * @throws AppError INVALID for a call that does not exist, and all that the call throws.
 */
export async function runCall(
  session: Session,
  { name, json }: { name: string; json: string | undefined },
  out: Output,
): Promise<void> {
  const procedure = findCall(session.client, name);
  const { lasting } = declared(name).meta;
  if (typeof lasting === 'object') throw endsWithUs(name, lasting.instead);
  const given = await parseInput(json);
  if (given === undefined) assertNeedsNone(name);
  if (json !== '-') assertNoSecret(name, given);
  const input = await grantPaths(session, name, given);
  const since = Date.now();
  const answer = await procedure(input, { signal: session.signal });
  if (isStream(answer)) return printStream(answer, session.signal, out);
  out.print(await saveDownload(session, answer));
  for (const task of await startedSince(session, since)) await followTask(session, task.id, out);
  if (lasting && !session.signal.aborted) {
    out.say('This lasts until you press Ctrl+C.');
    await once(session.signal, 'abort');
  }
}

const endsWithUs = (name: string, instead: string) =>
  invalid(`What "${name}" opens would end with this command.`, instead);

type Procedure = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>;

function findCall(client: Session['client'], name: string): Procedure {
  assertCall(name);
  // The client is a proxy that takes any name, so it is asked only for names that the contract has.
  return name.split('.').reduce<unknown>((at, key) => Reflect.get(Object(at), key), client) as Procedure;
}

function assertNeedsNone(name: string): void {
  if (inputOf(name)?.safeParse(undefined).success !== false) return;
  throw invalid(`"${name}" takes an input.`, `Run "fedwright calls ${name}" to see which.`);
}

/** What is typed as an argument can be read in the list of processes, and stays in the shell's history. */
function assertNoSecret(name: string, input: unknown): void {
  const field = declared(name).meta.secret;
  if (field === undefined || typeof input !== 'object' || input === null) return;
  const value: unknown = Object.getOwnPropertyDescriptor(input, field)?.value;
  if (value === undefined || value === null) return;
  throw invalid(
    `"${field}" is taken from standard input only.`,
    `Other programs could read it among the arguments. Pass "-", and write the whole input to standard input: fedwright call ${name} - < input.json`,
  );
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

/** Leaving a stream is how one ends it, so Ctrl-C is no failure here. */
async function printStream(stream: AsyncIterable<unknown>, signal: AbortSignal, out: Output): Promise<void> {
  try {
    for await (const event of stream) out.print(event);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Tasks of this process: waiting for one of another process would resolve at once, so these are told apart. */
async function startedSince({ app, client }: Session, since: number): Promise<Task[]> {
  if (app.tasks.runningCount() === 0) return [];
  const tasks = await client.tasks.list({ limit: 100 });
  return tasks.filter((task) => task.createdAt >= since && task.finishedAt === null);
}
