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

/** Attributes with nothing in them but the permissions, or nothing at all. */
export const modeOnly = (mode: number | null): Buffer =>
  mode === null ? uint32(0) : Buffer.concat([uint32(has.mode), uint32(mode)]);

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

/** Cuts a stream of bytes into packets, each without its length. */
export function createPackets(largest: number, onPacket: (packet: Buffer) => void) {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = 4;
  let inLength = true;
  return (chunk: Buffer): void => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < wanted) return;
    let all = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    while (all.length >= wanted) {
      const piece = all.subarray(0, wanted);
      all = all.subarray(wanted);
      if (inLength) {
        wanted = piece.readUInt32BE();
        if (wanted === 0 || wanted > largest) throw new RangeError(`a packet of ${wanted} bytes`);
      } else {
        onPacket(piece);
        wanted = 4;
      }
      inLength = !inLength;
    }
    chunks = [all];
    held = all.length;
  };
}
