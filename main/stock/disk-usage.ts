import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { request } from '../docker/request';

/** An engine walks through all volumes and layers for this. */
export const usageMs = 120_000;

export interface CacheEntry {
  ID: string;
  /** Older versions know one. */
  Parent?: string;
  Parents?: string[] | null;
  /** As several versions spell it. */
  ' Parents'?: string[] | null;
  Type?: string;
  Description?: string;
  InUse?: boolean;
  Shared?: boolean;
  Size: number;
  CreatedAt?: string;
  LastUsedAt?: string | null;
}

/** What an engine's disk is used for; an engine that was asked for part of it gives that. */
export interface DiskUsage {
  /** Bytes of a layer that several images share count in one of them only. */
  LayersSize: number;
  Images: { Id: string; Size: number; SharedSize: number }[];
  Containers: { Id: string; SizeRw?: number }[];
  Volumes: { Name: string; UsageData?: { Size: number; RefCount: number } | null }[];
  BuildCache: CacheEntry[];
}

type Items<K extends keyof DiskUsage> = { Items?: DiskUsage[K] | null; TotalSize?: number };
/** Versions of the API from 1.52 on have the lists one level deeper, and only when asked for them. */
interface Newer {
  ImageUsage?: Items<'Images'>;
  ContainerUsage?: Items<'Containers'>;
  VolumeUsage?: Items<'Volumes'>;
  BuildCacheUsage?: Items<'BuildCache'>;
}
type Answer = { [K in keyof DiskUsage]?: DiskUsage[K] | null } & Newer;

/** Source: `GET /system/df` of the engine's API. `types` are honoured from version 1.42 on. */
export async function readUsage(
  docker: Docker,
  signal: AbortSignal,
  types: ('container' | 'image' | 'volume' | 'build-cache')[] = [],
): Promise<DiskUsage> {
  const query = { verbose: '1', ...(types.length > 0 && { type: types }) };
  const ask = () => request<Answer>(docker, { method: 'GET', path: '/system/df', query, signal });
  // Whoever asked may have gone without a word to the signal, when something else that they asked failed.
  const answer = await whenFree(ask, AbortSignal.any([signal, AbortSignal.timeout(usageMs)]));
  return {
    LayersSize: answer.LayersSize ?? answer.ImageUsage?.TotalSize ?? 0,
    Images: (answer.Images ?? answer.ImageUsage?.Items ?? []).map(withWholeId),
    Containers: answer.Containers ?? answer.ContainerUsage?.Items ?? [],
    Volumes: answer.Volumes ?? answer.VolumeUsage?.Items ?? [],
    BuildCache: answer.BuildCache ?? answer.BuildCacheUsage?.Items ?? [],
  };
}

const againMs = 500;

/**
 * Engines before version 23 do not walk through their disk for two at once, and refuse the second: another page, or
 * somebody else, whose walk takes minutes on a large disk. It is waited for.
 */
async function whenFree<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  while (true)
    try {
      return await ask();
    } catch (error) {
      if (!/disk usage operation is already running/.test(String(error))) throw error;
      await pause(againMs, undefined, { signal });
    }
}

/** Podman leaves out the algorithm here, and nowhere else. */
const withWholeId = <T extends { Id: string }>(info: T): T =>
  /^[0-9a-f]{64}$/.test(info.Id) ? { ...info, Id: `sha256:${info.Id}` } : info;

/** An engine writes -1 for what it did not measure. */
export const sizeOf = (bytes: number | undefined | null): number | null =>
  bytes === undefined || bytes === null || bytes < 0 ? null : bytes;

/** All that its disk is used for. */
export const totalOf = (usage: DiskUsage): number =>
  usage.LayersSize +
  sum(usage.Containers.map(({ SizeRw }) => SizeRw)) +
  sum(usage.Volumes.map(({ UsageData }) => UsageData?.Size)) +
  // What a layer of an image shares with the cache was counted there.
  sum(usage.BuildCache.filter(({ Shared }) => !Shared).map(({ Size }) => Size));

const sum = (sizes: (number | undefined | null)[]): number =>
  sizes.reduce((all: number, each) => all + (sizeOf(each) ?? 0), 0);
