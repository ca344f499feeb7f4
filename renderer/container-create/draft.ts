import {
  type ContainerSpec,
  containerSpecSchema,
  type restartPolicies,
} from '../../preload/contract/container-create';

export interface VariableDraft {
  name: string;
  /** `secret` is the name of one that the keychain has. */
  kind: 'plain' | 'secret';
  value: string;
}
export interface MountDraft {
  kind: 'volume' | 'bind';
  source: string;
  target: string;
  readOnly: boolean;
}
export interface PortDraft {
  containerPort: string;
  protocol: 'tcp' | 'udp';
  /** A port, or a range such as `8000-8100`. */
  hostPorts: string;
  /** Open to the host itself only. */
  loopback: boolean;
}
export interface LabelDraft {
  name: string;
  value: string;
}

/** A container as it is typed. */
export interface Draft {
  image: string;
  name: string;
  /** One word a line. */
  entrypoint: string;
  command: string;
  environment: VariableDraft[];
  mounts: MountDraft[];
  networks: string[];
  restart: (typeof restartPolicies)[number];
  cpus: string;
  memoryMb: string;
  gpus: 'none' | 'all' | 'count' | 'devices';
  /** How many, or their indexes or UUIDs. */
  gpuChoice: string;
  labels: LabelDraft[];
  ports: PortDraft[];
  start: boolean;
}

export const emptyDraft: Draft = {
  ...{ image: '', name: '', entrypoint: '', command: '', environment: [], mounts: [], networks: [] },
  ...{
    restart: 'no',
    cpus: '',
    memoryMb: '',
    gpus: 'none',
    gpuChoice: '',
    labels: [],
    ports: [],
    start: true,
  },
};

/** What is wrong, by field, such as `ports.0.hostPorts`. */
export type Faults = Record<string, string>;

const megabyte = 1e6;
const words = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const numberOf = (text: string): number => Number(text.trim().replace(',', '.'));

/** The spec of a draft, or what is wrong with it. */
export function toSpec(draft: Draft): { spec: ContainerSpec; faults: null } | { spec: null; faults: Faults } {
  const entrypoint = words(draft.entrypoint);
  const read = containerSpecSchema.safeParse({
    ...{ image: draft.image, name: draft.name, networks: draft.networks, restart: draft.restart },
    entrypoint: entrypoint.length > 0 ? entrypoint : null,
    command: words(draft.command),
    environment: draft.environment.map(({ name, kind, value }) => ({
      name,
      ...(kind === 'secret' ? { value: null, secret: value } : { value, secret: null }),
    })),
    mounts: draft.mounts,
    cpus: draft.cpus.trim() === '' ? null : numberOf(draft.cpus),
    memoryBytes: draft.memoryMb.trim() === '' ? null : Math.round(numberOf(draft.memoryMb) * megabyte),
    gpus: toGpus(draft),
    labels: draft.labels,
    ports: draft.ports.map(toPort),
    start: draft.start,
  });
  if (!read.success)
    return {
      spec: null,
      faults: Object.fromEntries(read.error.issues.map(({ path }) => toFault(path.map(String)))),
    };
  const upsideDown = read.data.ports.findIndex(({ from, to }) => to < from);
  if (upsideDown >= 0)
    return { spec: null, faults: { [`ports.${upsideDown}.hostPorts`]: 'The lower port comes first.' } };
  return { spec: read.data, faults: null };
}

/** Of these the ones that the draft still has. What is typed in the meantime is not called wrong before it is asked for. */
export function stillWrong(before: Faults, draft: Draft): Faults {
  if (Object.keys(before).length === 0) return before;
  const now = Object.entries(toSpec(draft).faults ?? {});
  return Object.fromEntries(now.filter(([field]) => Object.hasOwn(before, field)));
}

/** The indexes or UUIDs that were typed or chosen. */
export const gpuIdsOf = ({ gpuChoice }: Pick<Draft, 'gpuChoice'>): string[] =>
  gpuChoice.split(/[\s,;]+/).filter(Boolean);

function toGpus({ gpus: kind, gpuChoice }: Draft) {
  if (kind === 'count') return { kind, count: numberOf(gpuChoice) };
  if (kind === 'devices') return { kind, ids: gpuIdsOf({ gpuChoice }) };
  return { kind };
}

function toPort({ containerPort, protocol, hostPorts, loopback }: PortDraft) {
  const [, from = '', to = from] = /^\s*(\d{1,5})\s*(?:[-–]\s*(\d{1,5})\s*)?$/.exec(hostPorts) ?? [];
  return {
    ...{ containerPort: numberOf(containerPort || 'x'), protocol },
    address: loopback ? '127.0.0.1' : '0.0.0.0',
    ...{ from: Number(from), to: Number(to) },
  };
}

/** The schema's own fields as those of the form, and what is wrong in words. */
function toFault(path: string[]): [field: string, message: string] {
  const [first = '', index = '', part = ''] = path;
  const row = `${first}.${index}`;
  if (first === 'ports')
    return part === 'containerPort'
      ? [`${row}.containerPort`, 'A port from 1 to 65535.']
      : [`${row}.hostPorts`, 'A port such as 8080, or a range such as 8000-8100.'];
  if (first === 'environment')
    return part === 'name'
      ? [`${row}.name`, 'A name without spaces and "=".']
      : [`${row}.value`, 'Choose a secret.'];
  if (first === 'mounts')
    return part === 'target'
      ? [`${row}.target`, 'An absolute path, such as /data.']
      : [`${row}.source`, 'The name of a volume, or an absolute path.'];
  if (first === 'labels') return [`${row}.name`, 'Enter a name.'];
  return [
    { memoryBytes: 'memoryMb', gpus: 'gpuChoice' }[first] ?? first,
    faultWords[first] ?? 'Look at this again.',
  ];
}

const faultWords: Record<string, string> = {
  image: 'Choose an image.',
  name: 'At least two letters, digits, dots, dashes or underscores; a letter or digit first.',
  cpus: 'Cores, such as 1.5; at least 0.01.',
  memoryBytes: 'A number of at least 7.',
  gpus: 'How many from 1 to 64, or their indexes or UUIDs.',
};
