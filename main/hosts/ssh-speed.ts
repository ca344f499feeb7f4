import { createSecretKey, type KeyObject } from 'node:crypto';
import { connect, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { giveBack } from '../ssh/give-back';
import { countPackets } from './spent-packets';

interface Cipher {
  _encKey?: Buffer | KeyObject;
  encrypt?: (packet: Uint8Array) => void;
}

interface Decipher {
  _decipherKey?: Buffer | KeyObject;
  /** What is there of a packet that is not whole yet. */
  _packet?: Uint8Array | null;
}

/** What of the library's client is its own business; where it is named otherwise one day, all just works slower. */
interface Inside {
  _sock?: Duplex;
  _protocol?: { _cipher?: Cipher; _decipher?: Decipher };
}

/** Makes what a connection sends and receives cost less time. Call it before it connects. */
export function hasten(client: Client): void {
  const inside = client as unknown as Inside;
  const sending: Sending = { packet: null, written: false, watched: false };
  // Each time new keys are agreed on, too.
  client.on('handshake', () => {
    keepKeys(inside);
    givePacketsBack(inside._protocol?._cipher, sending);
  });
  client.once('ready', () => {
    if (inside._sock) watchWrites(inside._sock, sending);
  });
}

/** Bytes that are read in one go: then few packets are cut, whose parts have to be put together. */
const readAtOnce = 256 << 10;

/** A connection whose bytes are read into the same memory again and again. The client is to use it as its own. */
export function openSocket(client: Client, { host, port }: { host: string; port: number }): Socket {
  const inside = client as unknown as Inside;
  let isReady = false;
  client.once('ready', () => (isReady = true));
  const socket = connect({
    ...{ host, port },
    onread: {
      buffer: Buffer.allocUnsafeSlow(readAtOnce),
      callback(length, memory) {
        countPackets(length);
        const chunk = Buffer.from(memory.buffer, memory.byteOffset, length);
        const isFree = isReady && copies(inside._protocol?._decipher);
        socket.emit('data', isFree ? chunk : Buffer.from(chunk));
        keepBegun(inside._protocol?._decipher, memory.buffer);
        return true;
      },
    },
  });
  // It is told of by the client, once that has it.
  return socket.on('error', () => undefined);
}

/**
 * Whether packets come out of it in memory of their own. Before there are keys they are parts of what was received, and
 * so they are with the library's addon (`_instance`), which we do not build.
 */
const copies = (decipher: Decipher | undefined): boolean =>
  decipher !== undefined && '_packet' in decipher && !('_instance' in decipher);

/** Some ciphers keep what is there of a packet as a part of what was received. */
function keepBegun(decipher: Decipher | undefined, memory: ArrayBufferLike): void {
  if (decipher?._packet?.buffer === memory) decipher._packet = Buffer.from(decipher._packet);
}

/**
 * A packet of AES-GCM makes a cipher of its own, and a cipher makes an object of a bare key: half of the time that
 * encrypting 32 KB takes. An object that is made once is taken as it is.
 */
function keepKeys({ _protocol }: Inside): void {
  const { _cipher: out, _decipher: back } = _protocol ?? {};
  if (Buffer.isBuffer(out?._encKey)) out._encKey = createSecretKey(out._encKey);
  if (Buffer.isBuffer(back?._decipherKey)) back._decipherKey = createSecretKey(back._decipherKey);
}

/** The packet that is being encrypted, and whether its memory is itself what goes to the socket. */
interface Sending {
  packet: ArrayBufferLike | null;
  written: boolean;
  /** What goes to the socket is seen. */
  watched: boolean;
}

/** A packet is of no use any more once it is encrypted, unless that was done in its place. */
function givePacketsBack(cipher: Cipher | undefined, sending: Sending): void {
  if (!cipher?.encrypt) return;
  const encrypt = cipher.encrypt.bind(cipher);
  cipher.encrypt = (packet) => {
    sending.packet = packet.buffer;
    sending.written = !sending.watched;
    encrypt(packet);
    sending.packet = null;
    if (!sending.written) giveBack(packet);
  };
}

/** The length of a packet, which is a part of it, and what proves it: cheaper to copy than to keep the packet for. */
const smallPiece = 64;

/**
 * A packet is written in three pieces: what one turn of the event loop writes goes out in one system call. After that
 * the memory of the pieces is given back.
 */
function watchWrites(socket: Duplex, sending: Sending): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  const isLast = socket instanceof Socket;
  let gathering = false;
  sending.watched = true;
  socket.write = (...args: unknown[]): boolean => {
    if (!gathering) {
      gathering = true;
      socket.cork();
      process.nextTick(() => {
        gathering = false;
        socket.uncork();
      });
    }
    const [piece, ...more] = args;
    if (!(piece instanceof Uint8Array)) return write(...args);
    countPackets(piece.length);
    if (piece.buffer !== sending.packet) {
      // Only the library writes here, and it gives no callbacks.
      return isLast && more.length === 0 ? write(piece, () => giveBack(piece)) : write(...args);
    }
    if (piece.length <= smallPiece) return write(Buffer.from(piece), ...more);
    sending.written = true;
    return write(...args);
  };
}
