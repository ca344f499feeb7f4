import { EventEmitter } from 'node:events';
import type { LocalParticipant } from '../../preload/contract/local-federations';
import { run } from '../process/run';
import { createLogWriter, type LogWriter } from '../tasks/log-file';
import { plain, readLine } from './log-words';
import { endProcessesOf } from './processes';

export interface ParticipantPlace {
  name: string;
  type: LocalParticipant['type'];
  /** The directory of its kit, in clear. */
  kit: string;
  logFile: string;
}

/** How a kit is run: the launcher with its words before the kit's directory. */
export interface Launcher {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

const longestReason = 300;

/** A participant of a local federation: its process, supervised, and what it says of itself. */
export class Participant {
  readonly place: ParticipantPlace;
  state: LocalParticipant['state'] = 'off';
  reason: string | null = null;
  since: number | null = null;
  memoryBytes: number | null = null;
  readonly #launcher: Launcher;
  readonly #redact: (line: string) => string;
  readonly #onEnd: () => void;
  readonly #events = new EventEmitter();
  #abort: AbortController | null = null;
  #done: Promise<void> = Promise.resolve();
  #starts = 0;

  /** @param given.onEnd called when nothing of it is left, whoever ended it */
  constructor(
    place: ParticipantPlace,
    given: { launcher: Launcher; redact: (line: string) => string; onEnd: () => void },
  ) {
    this.place = place;
    this.#launcher = given.launcher;
    this.#redact = given.redact;
    this.#onEnd = given.onEnd;
  }

  get alive(): boolean {
    return this.#abort !== null;
  }

  get view(): LocalParticipant {
    const { name, type } = this.place;
    const { state, reason, since, memoryBytes } = this;
    return { name, type, state, reason, since, memoryBytes };
  }

  /** Starts its process unless there is one. */
  start(): void {
    if (this.#abort) return;
    this.#abort = new AbortController();
    this.#starts += 1;
    this.since = Date.now();
    this.reason = null;
    this.#show('starting');
    this.#done = this.#supervise(this.#abort.signal);
  }

  /** Ends its process with all below it; resolves when nothing of it is left. */
  async stop(): Promise<void> {
    if (this.#abort && !this.#abort.signal.aborted) {
      this.#show('stopping');
      this.#abort.abort();
    }
    await this.#done;
  }

  /**
   * Resolves when it is ready.
   * @throws Error with the reason when it ends before; the signal's reason
   */
  async untilReady(signal: AbortSignal): Promise<void> {
    while (this.state === 'starting') await this.#change(signal);
    if (this.state !== 'running') throw new Error(this.reason ?? 'it was stopped');
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const changed = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.#events.off('change', changed);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.#events.once('change', changed);
    });
  }

  #show(state: LocalParticipant['state']): void {
    this.state = state;
    this.#events.emit('change');
  }

  async #supervise(signal: AbortSignal): Promise<void> {
    const { kit, logFile } = this.place;
    const log = createLogWriter(logFile);
    if (this.#starts > 1) log.write('── Started again');
    const { command, args, env } = this.#launcher;
    try {
      // Standard input stays open: when we are gone, however we go, it ends, and the launcher ends the kit.
      const end = await run(command, [...args, kit], {
        ...{ cwd: kit, env, signal, holdInput: true },
        onLine: (line) => this.#hear(this.#redact(plain(line)), log),
      });
      this.#ended(signal.aborted ? null : (end.exitCode ?? end.exitSignal ?? ''), log);
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error);
      this.#ended(signal.aborted ? null : '', log);
    } finally {
      // The launcher ends all of it, unless it was killed itself.
      await endProcessesOf(kit);
      log.close();
      this.#abort = null;
      this.since = null;
      this.memoryBytes = null;
      this.#show(signal.aborted ? 'off' : 'failed');
      this.#onEnd();
    }
  }

  #hear(line: string, log: LogWriter): void {
    log.write(line);
    const heard = readLine(line, this.place.type);
    if (!heard) return;
    if ('ready' in heard) {
      this.reason = null;
      if (this.state === 'starting') this.#show('running');
    } else if (this.state === 'starting') this.reason = heard.trouble.slice(0, longestReason);
  }

  /** @param code null when it was asked to end */
  #ended(code: number | string | null, log: LogWriter): void {
    if (code === null) {
      this.reason = null;
      log.write('── Stopped');
      return;
    }
    this.reason ??= `Its process ended (${code}). The log says more.`;
    log.write(`── Ended by itself (${code})`);
  }
}
