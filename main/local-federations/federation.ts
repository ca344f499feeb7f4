import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { LocalFederation } from '../../preload/contract/local-federations';
import { conflict, notFound } from '../errors';
import { listTree } from '../files/tree';
import { type Launcher, Participant } from './participant';
import type { Prepared } from './prepare';
import { listProcesses, processesOf } from './processes';

export interface FederationAbout {
  id: string;
  projectId: string;
  projectName: string;
  directory: string;
  sites: string[];
}

/** Whether a file of a kit holds a secret. */
export type IsSecret = (file: string) => boolean;

/** One federation on this machine: its participants, and what is done to all of them. */
export class Federation {
  readonly about: FederationAbout;
  readonly startedAt = Date.now();
  kits: LocalFederation['kits'] = 'own';
  host = 'localhost';
  port: number | null = null;
  /** What a task does to it now; null when none does. */
  busy: { taskId: string; state: 'preparing' | 'stopping' } | null = null;
  reason: string | null = null;
  participants: Participant[] = [];

  readonly #isSecret: IsSecret;
  /** Participants that are stopped or restarted by themselves just now. */
  #controlled = 0;

  constructor(about: FederationAbout, isSecret: IsSecret) {
    this.about = about;
    this.#isSecret = isSecret;
  }

  get alive(): boolean {
    return this.participants.some(({ alive }) => alive);
  }

  get view(): LocalFederation {
    const { id, projectId, projectName, directory } = this.about;
    const { kits, host, port, startedAt, reason, busy } = this;
    return {
      ...{ id, projectId, projectName, directory, kits, host, port, startedAt, reason },
      state: this.#state(),
      taskId: busy?.taskId ?? null,
      participants: this.participants.map(({ view }) => view),
    };
  }

  #state(): LocalFederation['state'] {
    if (this.busy) return this.busy.state;
    if (this.alive) return 'running';
    return this.reason === null ? 'off' : 'failed';
  }

  logFile(participant: string): string {
    const index = this.participants.findIndex(({ place }) => place.name === participant);
    if (index < 0) throw notFound('This participant');
    return path.join(this.about.directory, 'logs', `${index}.log`);
  }

  /** Takes the kits that were prepared. */
  adopt({ port, participants }: Prepared, launcher: Launcher, redact: (line: string) => string): void {
    this.port = port;
    const { directory } = this.about;
    this.participants = participants.map(({ name, type, kit }, index) => {
      const logFile = path.join(directory, 'logs', `${index}.log`);
      return new Participant({ name, type, kit, logFile }, { launcher, redact, onEnd: this.#dropKeysIfOff });
    });
  }

  need(name: string): Participant {
    const found = this.participants.find(({ place }) => place.name === name);
    if (!found) throw notFound('This participant');
    return found;
  }

  async control(name: string, action: 'start' | 'stop' | 'restart'): Promise<void> {
    const participant = this.need(name);
    if (this.busy) throw endsMeanwhile();
    if (action !== 'stop' && !existsSync(path.join(participant.place.kit, 'startup')))
      throw conflict('The kits of this federation are gone.', 'Start the whole federation again.');
    if (action !== 'stop' && !this.alive)
      throw conflict('Nothing of this federation runs.', 'Start the whole federation again.');
    this.#controlled += 1;
    try {
      if (action !== 'start') await participant.stop();
      if (action === 'stop') return;
      // All of it may have been stopped meanwhile: then nothing may start behind that.
      if (this.busy) throw endsMeanwhile();
      participant.start();
    } finally {
      this.#controlled -= 1;
      this.#dropKeysIfOff();
    }
  }

  /** Ends every process, sites before the server so that they do not complain, and removes the keys. */
  async stop(): Promise<void> {
    const isServer = ({ place }: Participant) => place.type === 'server';
    await Promise.all(this.participants.filter((one) => !isServer(one)).map((one) => one.stop()));
    await Promise.all(this.participants.filter(isServer).map((one) => one.stop()));
    this.#dropKeys();
  }

  /**
   * Nothing needs them once the last process has ended. While all is started or stopped, that is seen to there; the
   * only one that runs needs them again when it is restarted.
   */
  #dropKeysIfOff = (): void => {
    if (!this.alive && !this.busy && this.#controlled === 0) this.#dropKeys();
  };

  #dropKeys(): void {
    dropKeys(this.about.directory, this.#isSecret);
  }

  removeFiles(): void {
    rmSync(this.about.directory, { recursive: true, force: true });
  }
}

const endsMeanwhile = () =>
  conflict('The federation is being started or stopped.', 'Wait until that has ended.');

/** Removes every private key below a federation's directory; that of a CA, too, if a crash has left it. */
export function dropKeys(directory: string, isSecret: IsSecret): void {
  if (!existsSync(directory)) return;
  for (const { kind, path: file } of listTree(directory))
    if (kind === 'file' && (isSecret(file) || path.basename(file) === 'cert.json'))
      rmSync(path.join(directory, file), { force: true });
}

/** Measures what every participant takes. One look at the processes of the machine for all of them. */
export async function measure(federations: Federation[]): Promise<void> {
  const living = federations.flatMap(({ participants }) => participants.filter(({ alive }) => alive));
  if (living.length === 0) return;
  const all = await listProcesses();
  for (const participant of living) {
    const own = processesOf(participant.place.kit, all);
    const bytes = own.reduce((sum, one) => sum + one.bytes, 0);
    participant.memoryBytes = own.length === 0 ? null : bytes;
  }
}
