import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { AppError } from '../errors';
import { answer, bytes, createPackets, Fields, request, status, uint32 } from './sftp-wire';
import { brokenOff, statusProblem } from './sftp-problem';

/** How long a host may say nothing while it owes an answer. */
const silenceMs = 60_000;
/** More than any answer of OpenSSH: 256 KiB and what is around it. */
const largestPacket = 1 << 20;

export interface Reply {
  type: number;
  fields: Fields;
}

interface Pending {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
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
    const take = createPackets(largestPacket, (packet) => this.#take(packet));
    channel.on('data', (chunk: Buffer) => {
      this.#listen();
      try {
        take(chunk);
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
    const reply = await this.#send(type, body);
    if (reply.type === wanted) return reply.fields;
    if (reply.type !== answer.status) throw brokenOff('The host answered something else than was asked.');
    const code = reply.fields.uint32();
    throw statusProblem(code, reply.fields.left ? reply.fields.bytes().toString() : '', about);
  }

  /** The same for what is answered with no more than how it went. */
  async tell(type: number, body: Buffer[], about?: Buffer): Promise<void> {
    const { fields } = await this.#send(type, body, answer.status);
    const code = fields.uint32();
    if (code !== status.ok) throw statusProblem(code, fields.left ? fields.bytes().toString() : '', about);
  }

  /** For reads: null at the end of the file or folder. */
  async next(type: number, body: Buffer[], wanted: number, about?: Buffer): Promise<Fields | null> {
    const reply = await this.#send(type, body);
    if (reply.type === wanted) return reply.fields;
    const code = reply.fields.uint32();
    if (code === status.eof) return null;
    throw statusProblem(code, reply.fields.left ? reply.fields.bytes().toString() : '', about);
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
    this.#channel.write(frame(Buffer.concat([Buffer.from([request.init]), uint32(3)])));
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
    if (Number.isFinite(most)) this.largestPiece = Math.max(32 * 1024, Math.min(most, 128 * 1024));
  }

  #send(type: number, body: Buffer[], wanted?: number): Promise<Reply> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#nextId;
    this.#nextId = (this.#nextId + 1) >>> 0;
    const sent = new Promise<Reply>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#channel.write(frame(Buffer.concat([Buffer.from([type]), uint32(id), ...body])));
    this.#listen(true);
    if (wanted === undefined) return sent;
    return sent.then((reply) => {
      if (reply.type === wanted) return reply;
      throw brokenOff('The host answered something else than was asked.');
    });
  }

  #take(packet: Buffer): void {
    const type = packet[0] ?? 0;
    if (type === answer.version)
      return this.#version?.resolve({ type, fields: new Fields(packet.subarray(1)) });
    const id = packet.readUInt32BE(1);
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    waiting?.resolve({ type, fields: new Fields(packet.subarray(5)) });
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

const frame = (packet: Buffer): Buffer => Buffer.concat([uint32(packet.length), packet]);
