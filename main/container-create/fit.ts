import type { ContainerSpec } from '../../preload/contract/container-create';
import type { HostFigures } from '../../preload/contract/hosts';
import { hasImage, type Offers } from './offers';

/** One thing that a host has or has not. */
export interface Finding {
  state: 'ok' | 'attention' | 'failed';
  about: 'image' | 'cpu' | 'memory' | 'gpu';
  message: string;
  hint: string;
}

export type Health = Pick<HostFigures, 'memory' | 'load' | 'gpus'>;

const gigabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
const cores = (count: number): string => `${count} ${count === 1 ? 'core' : 'cores'}`;

/** Whether a host has what a container asks for. `health` is null where only its engine can be asked. */
export function findFit(spec: ContainerSpec, offers: Offers, health: Health | null): Finding[] {
  return [
    imageOf(spec, offers),
    ...cpuOf(spec, offers),
    ...memoryOf(spec, offers, health),
    ...gpuOf(spec, health),
  ];
}

function imageOf(spec: ContainerSpec, offers: Offers): Finding {
  return hasImage(offers, spec.image)
    ? { state: 'ok', about: 'image', message: `It has the image "${spec.image}".`, hint: '' }
    : {
        ...{ state: 'failed', about: 'image', message: `It does not have the image "${spec.image}".` },
        hint: 'Pull or load the image there first, or choose one that it has.',
      };
}

function cpuOf({ cpus }: ContainerSpec, offers: Offers): Finding[] {
  if (cpus === null) return [];
  if (cpus > offers.cpus)
    return [
      {
        ...{
          state: 'failed',
          about: 'cpu',
          message: `It has ${cores(offers.cpus)}, and ${cores(cpus)} are asked for.`,
        },
        hint: `Enter at most ${offers.cpus}.`,
      },
    ];
  return [{ state: 'ok', about: 'cpu', message: `It has ${cores(offers.cpus)}.`, hint: '' }];
}

function memoryOf({ memoryBytes }: ContainerSpec, offers: Offers, health: Health | null): Finding[] {
  const about = 'memory' as const;
  const free = health?.memory?.availableBytes;
  if (memoryBytes !== null && memoryBytes > offers.memoryBytes)
    return [
      {
        ...{ state: 'failed', about, hint: `Enter at most ${gigabytes(offers.memoryBytes)}.` },
        message: `It has ${gigabytes(offers.memoryBytes)} of memory, and ${gigabytes(memoryBytes)} are asked for.`,
      },
    ];
  if (free === undefined || free === null) return [];
  const has = `${gigabytes(free)} of its ${gigabytes(offers.memoryBytes)} of memory are free now`;
  if (memoryBytes !== null && memoryBytes > free)
    return [
      {
        ...{
          state: 'attention',
          about,
          message: `${has}, and up to ${gigabytes(memoryBytes)} are asked for.`,
        },
        hint: 'It can be made. When all of it is used, the host may end programs.',
      },
    ];
  return [{ state: 'ok', about, message: `${has}.`, hint: '' }];
}

/** Whether an engine takes `id` for this one; a part of a GPU, which has an id of another kind, only it knows. */
const isNamed = ({ index, uuid }: Health['gpus'][number], id: string): boolean =>
  /^\d+$/.test(id) ? Number(id) === index : !id.startsWith('GPU-') || uuid.startsWith(id);

function gpuOf({ gpus }: ContainerSpec, health: Health | null): Finding[] {
  if (gpus.kind === 'none') return [];
  const about = 'gpu' as const;
  if (!health)
    return [
      {
        ...{ state: 'attention', about, message: 'Which GPUs it has is not known.' },
        hint: 'It is tried; the engine says whether it can.',
      },
    ];
  const has = health.gpus.length;
  const wanted = gpus.kind === 'count' ? gpus.count : gpus.kind === 'devices' ? gpus.ids.length : 1;
  const missing =
    gpus.kind === 'devices' ? gpus.ids.find((id) => !health.gpus.some((gpu) => isNamed(gpu, id))) : undefined;
  const count = (n: number) => `${n === 0 ? 'no' : n} ${n === 1 ? 'GPU' : 'GPUs'}`;
  if (wanted > has)
    return [
      {
        ...{
          state: 'failed',
          about,
          message: `It has ${count(has)}, and ${wanted} ${wanted === 1 ? 'is' : 'are'} asked for.`,
        },
        hint: 'Choose another host, or ask for fewer.',
      },
    ];
  if (missing !== undefined)
    return [
      {
        ...{ state: 'failed', about, message: `It has no GPU ${missing}.` },
        hint: `Choose among ${health.gpus.map(({ index, uuid }) => `${index} (${uuid})`).join(', ')}.`,
      },
    ];
  return [{ state: 'ok', about, message: `It has ${count(has)}.`, hint: '' }];
}
