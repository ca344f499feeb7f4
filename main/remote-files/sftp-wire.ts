/** SFTP version 3 as OpenSSH speaks it (draft-ietf-secsh-filexfer-02, and OpenSSH's PROTOCOL). */
export const request = {
  ...{ init: 1, open: 3, close: 4, read: 5, write: 6, lstat: 7, fstat: 8, setstat: 9, fsetstat: 10 },
  ...{ opendir: 11, readdir: 12, remove: 13, mkdir: 14, rmdir: 15, realpath: 16, stat: 17, rename: 18 },
  ...{ readlink: 19, extended: 200 },
} as const;
export const answer = {
  ...{ version: 2, status: 101, handle: 102, data: 103, name: 104, attributes: 105, extended: 201 },
} as const;
export const status = { ok: 0, eof: 1, noSuchFile: 2, denied: 3, failure: 4, unsupported: 8 } as const;

/** `pflags` of an open. */
export const openFor = { read: 1, write: 2, create: 8, truncate: 16, exclusive: 32 } as const;

export interface Attributes {
  /** Bytes. */
  size: number;
  uid: number;
  gid: number;
  /** Type and permission bits, as `st_mode`. */
  mode: number;
  /** Seconds since the epoch. */
  mtime: number;
}

const has = { size: 1, ids: 2, mode: 4, times: 8, extended: 0x80000000 };

export function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function uint64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** A string of the protocol, which is bytes: what they mean is up to the host. */
export const bytes = (value: Buffer | string): Buffer => {
  const content = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([uint32(content.length), content]);
};

/** Where the id of a request is in its packet, for the session to write. */
export const idAt = 5;

/** A request without its id. `room`: bytes that are left free at its end, and counted. */
export function packetFor(type: number, body: Buffer[], room = 0): Buffer {
  const size = body.reduce((sum, { length }) => sum + length, 5 + room);
  const packet = Buffer.allocUnsafe(4 + size);
  packet.writeUInt32BE(size);
  packet[4] = type;
  let at = idAt + 4;
  for (const part of body) at += part.copy(packet, at);
  return packet;
}

/** Attributes with nothing in them but the permissions, or nothing at all. */
export const modeOnly = (mode: number | null): Buffer =>
  mode === null ? uint32(0) : Buffer.concat([uint32(has.mode), uint32(mode)]);

/** Attributes with nothing in them but the owner and the group. */
export const ownerOnly = ({ uid, gid }: Pick<Attributes, 'uid' | 'gid'>): Buffer =>
  Buffer.concat([uint32(has.ids), uint32(uid), uint32(gid)]);

/** Reads the fields of one packet in turn. @throws RangeError past its end */
export class Fields {
  #at = 0;
  readonly #packet: Buffer;

  constructor(packet: Buffer) {
    this.#packet = packet;
  }

  get left(): number {
    return this.#packet.length - this.#at;
  }

  uint32(): number {
    this.#at += 4;
    return this.#packet.readUInt32BE(this.#at - 4);
  }

  uint64(): number {
    this.#at += 8;
    return Number(this.#packet.readBigUInt64BE(this.#at - 8));
  }

  bytes(): Buffer {
    const length = this.uint32();
    if (length > this.left) throw new RangeError('a string longer than its packet');
    this.#at += length;
    return this.#packet.subarray(this.#at - length, this.#at);
  }

  attributes(): Attributes {
    const flags = this.uint32();
    const size = flags & has.size ? this.uint64() : 0;
    const uid = flags & has.ids ? this.uint32() : 0;
    const gid = flags & has.ids ? this.uint32() : 0;
    const mode = flags & has.mode ? this.uint32() : 0;
    if (flags & has.times) this.uint32();
    const mtime = flags & has.times ? this.uint32() : 0;
    const extra = (flags & has.extended) !== 0 ? this.uint32() : 0;
    for (let each = 0; each < extra * 2; each += 1) this.bytes();
    return { size, uid, gid, mode, mtime };
  }
}

/** Length, type and id, which every packet has but the first, whose version is where the id would be. */
const headBytes = 9;

/**
 * Cuts a stream of bytes into packets, each without its length. The content of an answer with data goes straight to
 * where `placeOf` says for its id: then `onData` is called with how many bytes there are now, instead of `onPacket`.
 */
export class PacketReader {
  readonly #head = Buffer.alloc(headBytes + 4);
  /** How much of the head is wanted, and how much is there. */
  #wanted = headBytes;
  #had = 0;
  #target: Buffer | null = null;
  #filled = 0;
  #length = 0;
  readonly #sink: PacketSink;

  constructor(sink: PacketSink) {
    this.#sink = sink;
  }

  /** @throws RangeError for what cannot be a packet */
  take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const into = this.#target ?? this.#head;
      const start = this.#target ? this.#filled : this.#had;
      const end = this.#target ? this.#length : this.#wanted;
      const count = Math.min(end - start, chunk.length - at);
      chunk.copy(into, start, at, at + count);
      at += count;
      if (this.#target) this.#filled += count;
      else this.#had += count;
      if (start + count === end) this.#step();
    }
  }

  #step(): void {
    if (this.#target) return this.#finish(this.#target);
    const length = this.#head.readUInt32BE();
    if (length < headBytes - 4 || length > this.#sink.largest)
      throw new RangeError(`a packet of ${length} bytes`);
    const place = this.#place();
    if (place && this.#wanted === headBytes) {
      this.#wanted += 4;
      return;
    }
    if (place) {
      this.#length = this.#head.readUInt32BE(headBytes);
      if (this.#length > place.length || this.#length !== length - headBytes)
        throw new RangeError(`${this.#length} bytes of data in a packet of ${length}`);
      this.#target = place;
    } else {
      this.#target = Buffer.allocUnsafe(length);
      this.#length = length;
      this.#filled = this.#head.copy(this.#target, 0, 4, headBytes);
    }
    if (this.#filled === this.#length) this.#finish(this.#target);
  }

  /** Where its content goes, if it is an answer with data that somebody waits for. */
  #place(): Buffer | null {
    return this.#head[4] === answer.data ? this.#sink.placeOf(this.#head.readUInt32BE(5)) : null;
  }

  #finish(target: Buffer): void {
    const isData = this.#wanted > headBytes;
    const id = this.#head.readUInt32BE(5);
    const length = this.#length;
    this.#target = null;
    this.#filled = 0;
    this.#had = 0;
    this.#wanted = headBytes;
    if (isData) this.#sink.onData(id, length);
    else this.#sink.onPacket(target);
  }
}

interface PacketSink {
  /** Bytes of a packet at most. */
  largest: number;
  onPacket: (packet: Buffer) => void;
  placeOf: (id: number) => Buffer | null;
  onData: (id: number, length: number) => void;
}
