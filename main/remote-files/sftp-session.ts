import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { AppError } from '../errors';
import { isConnectionGone } from '../ssh/connection-gone';
import { giveBack } from '../ssh/give-back';
import { answer, bytes, Fields, idAt, packetFor, PacketReader, request, status, uint32 } from './sftp-wire';
import { brokenOff, statusProblem } from './sftp-problem';

/** How long a host may say nothing while it owes an answer. */
const silenceMs = 60_000;
/** More than any answer of OpenSSH: 256 KiB and what is around it. */
const largestPacket = 1 << 20;

interface Reply {
  type: number;
  fields: Fields;
  /** Bytes that were put where the request said. */
  length: number;
}

interface Pending {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  /** Where the data of its answer goes. */
  into?: Buffer | undefined;
}

/**
 * One SFTP session on a channel of a host's connection. Names go both ways as bytes, which the session of the
 * SSH library does not offer: it reads them as UTF-8, and what is none of it would be another file's name.
 */
export class SftpSession {
  /** Bytes that one read or write carries at most. */
  largestPiece = 32 * 1024;
  readonly extensions = new Set<string>();
  readonly #channel: Duplex;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: AppError | null = null;
  #silence: NodeJS.Timeout | null = null;
  #version: Pending | null = null;

  private constructor(channel: Duplex) {
    this.#channel = channel;
    const reader = new PacketReader({
      largest: largestPacket,
      onPacket: (packet) => this.#take(packet),
      placeOf: (id) => this.#pending.get(id)?.into ?? null,
      onData: (id, length) => this.#answered(id, { type: answer.data, fields: nothing, length }),
    });
    channel.on('data', (chunk: Buffer) => {
      this.#listen();
      try {
        reader.take(chunk);
        // It has copied what it wants.
        giveBack(chunk);
      } catch (error) {
        this.close(brokenOff('The host does not speak SFTP as it should.', String(error)));
      }
    });
    channel.on('error', (error: Error) => this.close(brokenOff(undefined, error.message)));
    channel.on('close', () => this.close(brokenOff()));
  }

  /** @throws AppError UNAVAILABLE when the host gives no session */
  static async open(client: Client): Promise<SftpSession> {
    const channel = await new Promise<Duplex>((resolve, reject) => {
      client.subsys('sftp', (error, opened) => {
        if (!error) return resolve(opened);
        if (isConnectionGone(error)) return reject(brokenOff(undefined, error.message));
        reject(
          new AppError('UNAVAILABLE', 'The host gave no session for files.', {
            hint: 'Close terminals and transfers of this host, or let its sshd offer SFTP (Subsystem sftp).',
            ...{ details: error.message, reason: 'no-session' },
          }),
        );
      });
    });
    const session = new SftpSession(channel);
    await session.#begin();
    return session;
  }

  get isOpen(): boolean {
    return this.#ended === null;
  }

  get isIdle(): boolean {
    return this.#pending.size === 0;
  }

  /** Sends one request. Rejects with what the host says, if that is no answer of the type `wanted`. */
  async ask(type: number, body: Buffer[], wanted: number, about?: Buffer): Promise<Fields> {
    const reply = await this.#send({ type, body });
    if (reply.type === wanted) return reply.fields;
    if (reply.type !== answer.status) throw brokenOff('The host answered something else than was asked.');
    const code = reply.fields.uint32();
    throw statusProblem(code, reply.fields.left ? reply.fields.bytes().toString() : '', about);
  }

  /** The same for what is answered with no more than how it went. */
  async tell(type: number, body: Buffer[], about?: Buffer): Promise<void> {
    assertDone(await this.#send({ type, body }), about);
  }

  /** For reads: null at the end of the file or folder. */
  async next(type: number, body: Buffer[], wanted: number, about?: Buffer): Promise<Fields | null> {
    const reply = await this.#send({ type, body });
    if (reply.type === wanted) return reply.fields;
    const code = reply.fields.uint32();
    if (code === status.eof) return null;
    throw statusProblem(code, reply.fields.left ? reply.fields.bytes().toString() : '', about);
  }

  /** A read whose bytes go straight into `into`, as many as fit; null at the end of the file. */
  async readInto(into: Buffer, body: Buffer[]): Promise<number | null> {
    const reply = await this.#send({ type: request.read, body, into });
    if (reply.type === answer.data) return reply.length;
    const code = reply.fields.uint32();
    if (code === status.eof) return null;
    throw statusProblem(code, reply.fields.left ? reply.fields.bytes().toString() : '');
  }

  /** As `tell`, with a packet as `packetFor` begins one, which is sent as it is. */
  async tellPacket(packet: Buffer, about?: Buffer): Promise<void> {
    assertDone(await this.#sendPacket(packet), about);
  }

  close(why: AppError = brokenOff()): void {
    if (this.#ended) return;
    this.#ended = why;
    if (this.#silence) clearTimeout(this.#silence);
    for (const { reject } of this.#pending.values()) reject(why);
    this.#pending.clear();
    this.#version?.reject(why);
    this.#channel.end();
    this.#channel.destroy();
  }

  async #begin(): Promise<void> {
    const version = new Promise<Reply>((resolve, reject) => (this.#version = { resolve, reject }));
    this.#listen(true);
    this.#channel.write(Buffer.concat([uint32(5), Buffer.from([request.init]), uint32(3)]));
    const { fields } = await version;
    this.#version = null;
    fields.uint32();
    while (fields.left > 0) {
      this.extensions.add(fields.bytes().toString());
      fields.bytes();
    }
    if (!this.extensions.has('limits@openssh.com')) return;
    const limits = await this.ask(request.extended, [bytes('limits@openssh.com')], answer.extended);
    limits.uint64();
    const most = Math.min(...[limits.uint64(), limits.uint64()].filter((size) => size > 0));
    // Larger pieces make fewer packets; past this nothing is won.
    if (Number.isFinite(most)) this.largestPiece = Math.max(32 * 1024, Math.min(most, 256 * 1024));
  }

  #send({ type, body, into }: { type: number; body: Buffer[]; into?: Buffer }): Promise<Reply> {
    return this.#sendPacket(packetFor(type, body), into);
  }

  #sendPacket(packet: Buffer, into?: Buffer): Promise<Reply> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId;
    this.#nextId = (this.#nextId + 1) >>> 0;
    packet.writeUInt32BE(id, idAt);
    const sent = new Promise<Reply>((resolve, reject) => this.#pending.set(id, { resolve, reject, into }));
    this.#channel.write(packet);
    this.#listen(true);
    return sent;
  }

  #take(packet: Buffer): void {
    const type = packet[0] ?? 0;
    if (type === answer.version)
      return this.#version?.resolve({ type, fields: new Fields(packet.subarray(1)), length: 0 });
    this.#answered(packet.readUInt32BE(1), { type, fields: new Fields(packet.subarray(5)), length: 0 });
  }

  #answered(id: number, reply: Reply): void {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    waiting?.resolve(reply);
  }

  /** Ends the session when the host owes an answer and stays silent. */
  #listen(owed = this.#pending.size > 0): void {
    if (this.#ended) return;
    if (this.#silence && owed) return void this.#silence.refresh();
    this.#silence ??= setTimeout(() => {
      this.#silence = null;
      if (this.#pending.size === 0 && !this.#version) return;
      this.close(brokenOff(`The host said nothing for ${silenceMs / 1000} s.`));
    }, silenceMs).unref();
  }
}

const nothing = new Fields(Buffer.alloc(0));

function assertDone({ type, fields }: Reply, about?: Buffer): void {
  if (type !== answer.status) throw brokenOff('The host answered something else than was asked.');
  const code = fields.uint32();
  if (code !== status.ok) throw statusProblem(code, fields.left ? fields.bytes().toString() : '', about);
}
