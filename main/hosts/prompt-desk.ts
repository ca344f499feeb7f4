import { randomUUID } from 'node:crypto';
import type { HostPrompt } from '../../preload/contract/host-prompts';
import { AppError, notFound } from '../errors';

/** What a server asks in one round of keyboard-interactive (RFC 4256, 3.2). */
export interface PromptRound {
  name: string;
  instructions: string;
  prompts: readonly { prompt: string; echo?: boolean | undefined }[];
}

export type PromptDesk = ReturnType<typeof createPromptDesk>;

/** sshd gives up after two minutes unless told otherwise (LoginGraceTime). */
const answerWithinMs = 110_000;
const maxPrompts = 16;

interface Open {
  view: HostPrompt;
  answer: (answers: string[]) => void;
  cancel: () => void;
}

/** Where questions of servers meet the people who answer them. Answers pass through, and are kept nowhere. */
export function createPromptDesk() {
  const open = new Map<string, Open>();
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listen) => listen());

  function need(promptId: string): Open {
    const found = open.get(promptId);
    if (!found) throw notFound('This question');
    return found;
  }

  /** @throws AppError with a `reason` that begins with `prompt-` when nobody answers. */
  function ask(host: { id: string; name: string }, round: PromptRound, signal: AbortSignal) {
    if (listeners.size === 0) throw nobodyThere(host.name);
    const promptId = randomUUID();
    const view = { promptId, hostId: host.id, hostName: host.name, ...readRound(round) };
    return new Promise<string[]>((resolve, reject) => {
      const settle = (finish: () => void) => () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        open.delete(promptId);
        tell();
        finish();
      };
      const abort = settle(() => reject(signal.reason as Error));
      const timer = setTimeout(
        settle(() => reject(tooLate(host.name))),
        answerWithinMs,
      );
      signal.addEventListener('abort', abort, { once: true });
      open.set(promptId, {
        view,
        answer: (answers) => settle(() => resolve(answers))(),
        cancel: settle(() => reject(cancelled(host.name))),
      });
      tell();
    });
  }

  return {
    ask,
    /** @throws AppError NOT_FOUND when it was answered, or is no longer asked. */
    answer(promptId: string, answers: string[]): void {
      const { view, answer } = need(promptId);
      answer(view.prompts.map((_, at) => answers[at] ?? ''));
    },
    cancel: (promptId: string): void => need(promptId).cancel(),
    /** The questions that are open, at first and whenever that changes. */
    async *watch(signal?: AbortSignal) {
      let wake = () => {};
      let changed = true;
      const listen = () => {
        changed = true;
        wake();
      };
      const onAbort = () => wake();
      listeners.add(listen);
      signal?.addEventListener('abort', onAbort);
      let seq = 0;
      try {
        while (!signal?.aborted) {
          if (changed) {
            changed = false;
            yield { seq: seq++, prompts: [...open.values()].map(({ view }) => view) };
          } else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        listeners.delete(listen);
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}

/** Words of a server that is not known yet: no control characters, and no more than a dialog can show. */
const clean = (text: string, most: number): string =>
  text
    .replaceAll('\r\n', '\n')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ')
    .trim()
    .slice(0, most);

const readRound = ({ name, instructions, prompts }: PromptRound) => ({
  title: clean(name, 200),
  instructions: clean(instructions, 4000),
  prompts: prompts
    .slice(0, maxPrompts)
    .map(({ prompt, echo }) => ({ text: clean(prompt, 500), echo: echo === true })),
});

const nobodyThere = (name: string) =>
  new AppError('UNAVAILABLE', `"${name}" asks questions that only a person can answer.`, {
    hint: 'Connect to it in the window or in the browser. A command line has nobody to ask.',
    reason: 'prompt-nobody',
  });

const tooLate = (name: string) =>
  new AppError('UNAVAILABLE', `The questions of "${name}" were not answered in time.`, {
    hint: 'Connect again, and answer within two minutes.',
    reason: 'prompt-late',
  });

const cancelled = (name: string) =>
  new AppError('UNAVAILABLE', `The questions of "${name}" were not answered.`, {
    hint: 'Connect again when you want to answer them.',
    reason: 'prompt-cancelled',
  });
