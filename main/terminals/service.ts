import { randomUUID } from 'node:crypto';
import type { TerminalTargetRef } from '../../preload/contract/terminals';
import { AppError, notFound } from '../errors';
import type { TerminalSize, TerminalTarget, TerminalTargets } from './target';
import { Terminal } from './terminal';

export type Terminals = ReturnType<typeof createTerminals>;

/** A page that was reloaded or has lost its connection for a moment finds its shells again. */
const defaultPageGoneMs = 10_000;
const terminalsAtOnce = 100;

/** The terminals of all pages of this process. None outlives its page, nor the process. */
export function createTerminals({
  targets,
  pageGoneMs = defaultPageGoneMs,
}: {
  targets: TerminalTargets;
  pageGoneMs?: number;
}) {
  const open = new Map<string, Terminal>();

  function need(terminalId: string): Terminal {
    const terminal = open.get(terminalId);
    if (terminal) return terminal;
    throw notFound('This terminal');
  }

  function close(terminalId: string): void {
    open.get(terminalId)?.close();
    open.delete(terminalId);
  }

  return {
    /** @throws AppError why no shell can be had there */
    async open({ target: ref, ...size }: TerminalSize & { target: TerminalTargetRef }, signal?: AbortSignal) {
      signal?.throwIfAborted();
      if (open.size >= terminalsAtOnce) throw tooMany();
      const terminalId = randomUUID();
      const target = targetOf(targets, ref);
      const onGone = () => close(terminalId);
      const terminal = new Terminal({ target, size, pageGoneMs, onGone });
      open.set(terminalId, terminal);
      signal?.addEventListener('abort', onGone);
      try {
        await terminal.open();
      } catch (error) {
        close(terminalId);
        throw error;
      } finally {
        signal?.removeEventListener('abort', onGone);
      }
      return { terminalId };
    },
    output: (input: { terminalId: string; from: number; marks: number }, signal?: AbortSignal) =>
      need(input.terminalId).output({ offset: input.from, marks: input.marks }, signal),
    acknowledge: (terminalId: string, offset: number): void => need(terminalId).acknowledge(offset),
    write: (terminalId: string, text: string): void => need(terminalId).write(text),
    resize: (terminalId: string, size: TerminalSize): void => need(terminalId).resize(size),
    renew: (terminalId: string): Promise<void> => need(terminalId).open(),
    /** Fine for one that is closed already. */
    close,
    dispose: (): void => [...open.keys()].forEach(close),
  };
}

function targetOf(targets: TerminalTargets, ref: TerminalTargetRef): TerminalTarget {
  return ref.kind === 'host' ? targets.host(ref) : targets.container(ref);
}

const tooMany = (): AppError =>
  new AppError('UNAVAILABLE', `There are ${terminalsAtOnce} terminals open.`, {
    hint: 'Close some that are not needed any more.',
  });
