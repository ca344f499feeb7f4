import type { Duplex } from 'node:stream';
import type { PlaceFacts } from './place-facts';

/** Why a TCP connection did not come about. */
export type Unreached = 'refused' | 'timeout' | 'unreachable' | 'name' | 'forbidden' | 'failed';

export class NotReached extends Error {
  readonly why: Unreached;
  constructor(why: Unreached, words: string) {
    super(words);
    this.name = 'NotReached';
    this.why = why;
  }
}

/** A machine as something that runs there sees it and the network. Each call takes at most some seconds. */
export interface Viewpoint {
  /** In a sentence: "this machine", "north". */
  name: string;
  /** @throws AppError when it cannot be asked. */
  facts(about: { port: number | null }, signal: AbortSignal): Promise<PlaceFacts>;
  /** Addresses of a name; empty when it is known to have none, null when that cannot be asked. */
  resolve(host: string, signal: AbortSignal): Promise<string[] | null>;
  /** @throws NotReached */
  tcp(host: string, port: number, signal: AbortSignal): Promise<Duplex>;
  /** Takes away what was put there to look. */
  leave?(): Promise<void>;
}

export const connectMs = 8000;
