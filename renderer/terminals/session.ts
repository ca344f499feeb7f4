import type { TerminalEvent, TerminalTargetRef } from '../../preload/contract/terminals';
import { client } from '../rpc/client';
import { markLine, markOf } from './marks';
import { createScreen } from './screen';
import { followOutput } from './session-output';
import { createShow } from './show-output';

/** `closed`: there is no terminal on the other side any more. */
export type SessionState = 'opening' | 'open' | 'lost' | 'exited' | 'failed' | 'closed';

export interface SessionView {
  state: SessionState;
  error: unknown;
}

export type Session = ReturnType<typeof createSession>;

/**
 * A pane's terminal: its screen, and the shell behind it.
 * @param onInput takes what is typed, to give it to this session, and to others when it is broadcast.
 */
export function createSession(options: {
  target: TerminalTargetRef;
  onChange: (view: Partial<SessionView>) => void;
  onInput: (text: string) => void;
}) {
  const { target, onChange } = options;
  const screen = createScreen();
  const output = createShow(screen.xterm, screen.element);
  const ending = new AbortController();
  let terminalId: string | null = null;
  const write = createWriter(() => terminalId);
  screen.xterm.onData(options.onInput);
  screen.xterm.onBinary(options.onInput);
  screen.xterm.onResize(({ cols, rows }) => {
    if (terminalId) void client.terminals.resize({ terminalId, cols, rows }).catch(() => undefined);
  });
  const onState = (event: Extract<TerminalEvent, { type: 'state' }>) => {
    output.say(markOf(event));
    onChange({ state: event.state });
  };

  async function open(): Promise<void> {
    onChange({ state: 'opening', error: null });
    try {
      const { cols, rows } = screen.xterm;
      const opened = await client.terminals.open({ target, cols, rows });
      if (ending.signal.aborted) return void (await client.terminals.close(opened));
      terminalId = opened.terminalId;
    } catch (error) {
      if (!ending.signal.aborted) onChange({ state: 'failed', error });
      return;
    }
    // The room may have changed while the shell was opened.
    const { cols, rows } = screen.xterm;
    void client.terminals.resize({ terminalId, cols, rows }).catch(() => undefined);
    const onGone = () => {
      terminalId = null;
      output.say(markLine('the terminal is closed'));
      onChange({ state: 'closed' });
    };
    void followOutput(terminalId, { show: output.show, onState, onGone }, ending.signal);
  }

  let started = false;

  return {
    target,
    screen,
    /** Opens the shell, once: when the screen has its size. */
    start(): void {
      if (!started) void open();
      started = true;
    },
    write,
    /** A new shell in the place of one that was lost, has ended, or could not be had. */
    renew: async (): Promise<void> =>
      terminalId === null ? open() : void (await client.terminals.renew({ terminalId })),
    /** Ends the shell, and the screen with it. */
    close(): void {
      ending.abort();
      if (terminalId) void client.terminals.close({ terminalId }).catch(() => undefined);
      output.end();
      screen.dispose();
    },
  };
}

/** In the order of the keys: one call at a time, with all that was typed meanwhile. */
function createWriter(idOf: () => string | null) {
  let waiting = '';
  let busy = false;
  return async function write(text: string): Promise<void> {
    waiting += text;
    if (busy) return;
    busy = true;
    try {
      for (let terminalId = idOf(); terminalId && waiting !== ''; terminalId = idOf()) {
        const now = waiting.slice(0, 100_000);
        waiting = waiting.slice(now.length);
        await client.terminals.write({ terminalId, text: now });
      }
    } catch {
      // Without a connection the page says so; what was typed meanwhile must not arrive later, unseen.
    } finally {
      waiting = '';
      busy = false;
    }
  };
}
