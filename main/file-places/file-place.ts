import type { Readable } from 'node:stream';
import type { TaskContext } from '../tasks/service';

/** Where files are: on a host, or in one of its containers. */
export interface PlaceId {
  hostId: string;
  containerId: string | null;
}

export interface FileAttributes {
  /** Bytes. */
  size: number;
  uid: number;
  gid: number;
  /** Type and permission bits, as `st_mode`. */
  mode: number;
  /** Seconds since the epoch. */
  mtime: number;
  /** Names, where they are known. */
  owner?: string | undefined;
  group?: string | undefined;
}

export interface NamedEntry extends FileAttributes {
  name: Buffer;
}

/** Something at or below a folder that is taken out. */
export interface TreeItem {
  /** Below the folder; empty for itself. */
  path: Buffer;
  attributes: FileAttributes;
  /** Of a link, where it leads. */
  link: Buffer | null;
  /** Of a file that is the same as an earlier one of this tree: the path of that one. It has no content then. */
  sameAs: Buffer | null;
  /** The bytes of a file, to be read before the next item is asked for. */
  content(): AsyncIterable<Buffer>;
}

export interface FollowedHash {
  grown(upTo: number): void;
  /** Null where it cannot be had. */
  result(): Promise<string | null>;
  stop(): void;
}

/** A file that is brought here. A piece is the reader's until it asks for the next. */
export interface FileSource {
  size: number;
  /** The SHA-256 of the first so many bytes; null where it cannot be had without reading them. */
  hash(length: number): Promise<string | null>;
  /** The SHA-256 of all of it, which may be found while it is read. `grown` says that so much of it is there. */
  follow(): FollowedHash;
  /** Whether it was written since it was opened, as far as its size and time tell. */
  changed(): Promise<boolean>;
  /** Whether the hash of all of it will be had, so that a wrong beginning is found out at the end. */
  checksWhole(): Promise<boolean>;
  /** Null where a file can be read from its beginning only. */
  readFrom: ((offset: number) => AsyncIterable<Buffer>) | null;
  readAll(): AsyncIterable<Buffer>;
}

/** What a removal would take. */
export interface TreeCount {
  files: number;
  folders: number;
  bytes: number;
  cut: boolean;
}

/**
 * The files of one place, as a page looks at and changes them. Paths are bytes, absolute, and no link at their end
 * is followed. What cannot be done is an AppError whose `reason` tells the kinds apart: `gone`, `denied`,
 * `refused`, `lost`, `limited`.
 */
export interface FilePlace {
  /** Why nothing can be renamed, deleted or given other permissions; null when it can. */
  readonly limited: 'stopped' | 'bare' | null;
  /** The absolute path behind one that may be relative to the home folder, without links and dots. */
  realPath(path: Buffer): Promise<Buffer>;
  lstat(path: Buffer): Promise<FileAttributes>;
  readLink(path: Buffer): Promise<Buffer>;
  /** At most `most` entries of a folder, in no order. */
  list(path: Buffer, most: number): Promise<{ entries: NamedEntry[]; cut: 'entries' | 'bytes' | null }>;
  readStart(path: Buffer, limit: number): Promise<{ content: Buffer; attributes: FileAttributes }>;
  /** Puts other bytes in the place of a file, with its owner and permissions. `check` throws when it must not be. */
  replaceFile(
    path: Buffer,
    content: Buffer,
    parts: { attributes: FileAttributes; check: () => Promise<unknown> },
  ): Promise<void>;
  makeFolder(path: Buffer): Promise<void>;
  rename(from: Buffer, to: Buffer): Promise<void>;
  setMode(path: Buffer, mode: number): Promise<void>;
  count(paths: Buffer[]): Promise<TreeCount>;
}

export interface Upload {
  /** A file or a folder of this machine. */
  file: string;
  folder: Buffer;
  name: Buffer;
  mayReplace: boolean;
  /** Permission bits of a file that is new; 0644 without. */
  mode?: number;
}

/** All places of one kind. */
export interface FilePlaces {
  /** As people call it. @throws AppError NOT_FOUND */
  nameOf(place: PlaceId): Promise<string>;
  /** @throws the signal's reason when it aborts */
  quick<T>(place: PlaceId, work: (files: FilePlace) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** A file for a link, read as fast as it is taken. */
  open(place: PlaceId, path: Buffer): Promise<{ stream: Readable; sizeBytes: number }>;
  /** A folder for a link, as a tar. */
  openTar(place: PlaceId, path: Buffer): Promise<Readable>;
  /** A file for a download, which is closed when the work has ended or the signal aborts. */
  withSource<T>(
    place: PlaceId,
    path: Buffer,
    signal: AbortSignal,
    work: (source: FileSource) => Promise<T>,
  ): Promise<T>;
  /** What is in a folder, parents before their children. */
  tree(place: PlaceId, path: Buffer, signal: AbortSignal): AsyncGenerator<TreeItem>;
  upload(place: PlaceId, what: Upload, task: TaskContext): Promise<unknown>;
  remove(place: PlaceId, paths: Buffer[], task: TaskContext): Promise<{ removed: number }>;
}
