import type { ContainerSpec } from '../../preload/contract/container-create';
import { formatBytes } from '../ui/format';

/** What will be made, line by line. `ports` are those of the host that it would get now. */
export function describeSpec(
  spec: ContainerSpec,
  ports: readonly (number | null)[],
): { label: string; value: string }[] {
  const lines = [
    { label: 'Image', value: spec.image },
    { label: 'Name', value: spec.name || 'The engine finds one' },
    { label: 'Entrypoint', value: spec.entrypoint?.map(quote).join(' ') ?? '' },
    { label: 'Command', value: spec.command.map(quote).join(' ') },
    ...spec.environment.map(({ name, value, secret }) => ({
      label: name,
      value: secret === null ? (value ?? '') : `Secret "${secret}" of the keychain`,
    })),
    ...spec.mounts.map(({ kind, source, target, readOnly }) => ({
      label: kind === 'bind' ? 'Path' : 'Volume',
      value: `${source} at ${target}${readOnly ? ', read only' : ''}`,
    })),
    ...spec.ports.map(({ containerPort, protocol, address, from, to }, index) => ({
      label: 'Port',
      value: `${containerPort}/${protocol} at ${address === '0.0.0.0' ? '' : `${address}:`}${ports[index] ?? (from === to ? from : `${from}-${to}`)}`,
    })),
    { label: 'Networks', value: spec.networks.join(', ') },
    { label: 'CPU', value: spec.cpus === null ? '' : `${spec.cpus} cores` },
    { label: 'Memory', value: spec.memoryBytes === null ? '' : formatBytes(spec.memoryBytes) },
    { label: 'GPUs', value: gpusOf(spec) },
    { label: 'Restart', value: spec.restart === 'no' ? '' : spec.restart },
    ...spec.labels.map(({ name, value }) => ({ label: 'Label', value: `${name}=${value}` })),
  ];
  return lines.filter(({ value }) => value !== '');
}

const quote = (word: string): string => (/^[\w./:=@,+-]+$/.test(word) ? word : JSON.stringify(word));

function gpusOf({ gpus }: ContainerSpec): string {
  if (gpus.kind === 'none') return '';
  if (gpus.kind === 'all') return 'All';
  return gpus.kind === 'count' ? String(gpus.count) : gpus.ids.join(', ');
}
