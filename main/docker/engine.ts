import http from 'node:http';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { type Agreed, speakAgreed } from './api-version';

/** Read when the first engine is asked: that takes a quarter of a second, which no start has to wait for. */
const require = createRequire(import.meta.url);

/** Opens one stream to the socket of an engine. */
export type Dial = () => Promise<Duplex>;

/**
 * A Docker engine behind a stream, such as one to `/var/run/docker.sock` through the SSH connection of its
 * host. dockerode's own `ssh` opens a connection for every request and checks no host key; this opens a channel.
 * `agreed` keeps the version that it is asked in for the next one to the same engine.
 */
export function createEngine(dial: Dial, agreed: Agreed = { version: null }): Docker {
  // dockerode asks for a name and a port whatever carries the request.
  const options = { protocol: 'http', host: 'docker', port: 80, agent: new StreamAgent(dial) } as const;
  const Engine = require('dockerode') as typeof Docker;
  const engine = new Engine(options);
  speakAgreed(engine, agreed);
  return engine;
}

class StreamAgent extends http.Agent {
  readonly #dial: Dial;

  constructor(dial: Dial) {
    super({ keepAlive: false });
    this.#dial = dial;
  }

  override createConnection(
    _options: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    void this.#connect((error, stream) => callback?.(error, stream));
    return undefined;
  }

  async #connect(answer: (error: Error | null, stream: Duplex) => void): Promise<void> {
    let stream: Duplex;
    try {
      stream = likeSocket(await this.#dial());
    } catch (error) {
      return answer(error as Error, undefined as unknown as Duplex);
    }
    answer(null, stream);
  }
}

/** What Node's HTTP calls on a socket, and a channel of SSH does not have. */
function likeSocket(stream: Duplex): Duplex {
  const self = () => stream;
  for (const name of ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref'] as const)
    if (!(name in stream)) Object.assign(stream, { [name]: self });
  return stream;
}
