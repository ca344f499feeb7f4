import type { Problem } from '../../../preload/contract/meta';
import { error, quote } from '../problem';
import type { Checked, Rule } from './context';
import { hostFault } from './names';
import { checkPort } from './port';

/** The server's ports and host names, and what clients say of their machines. */
export const serverRules: Rule = (project) => [
  ...project.servers.flatMap(({ entry, path }) => [
    ...checkPort(`${path}.fed_learn_port`, entry.fedLearnPort),
    ...checkPort(`${path}.admin_port`, entry.adminPort),
    ...checkHosts(path, entry.hostNames, entry.defaultHost),
  ]),
  ...project.clients.flatMap(checkCapacity),
];

/** Host names become names in the certificate, so what is no name there is refused here. */
export function checkHosts(path: string, hostNames: string[], defaultHost: string | null): Problem[] {
  const names = hostNames.flatMap((name, index) => checkHost(`${path}.host_names[${index}]`, name));
  return defaultHost === null ? names : [...names, ...checkHost(`${path}.default_host`, defaultHost)];
}

export function checkHost(field: string, host: string): Problem[] {
  if (host === '')
    return [error(field, 'host.empty', 'The host name is empty.', 'Give a host name, or remove it.')];
  const fault = hostFault(host);
  return fault ? [error(field, 'host.format', `${quote(host)} ${fault.message}.`, fault.hint)] : [];
}

/** NVFlare writes both numbers unchecked into the site's resources.json, which must stay JSON. */
function checkCapacity({ entry, path }: Checked['clients'][number]): Problem[] {
  const problems: Problem[] = [];
  if (!isAmount(entry.numOfGpus, /^(?:0|[1-9][0-9]{0,5})$/))
    problems.push(
      error(
        `${path}.capacity.num_of_gpus`,
        'capacity.gpus',
        `${quote(entry.numOfGpus)} is no number of GPUs.`,
        'Give a whole number, 0 or more.',
      ),
    );
  if (!isAmount(entry.memPerGpuInGib, /^(?:0|[1-9][0-9]{0,5})(?:\.[0-9]+)?$/))
    problems.push(
      error(
        `${path}.capacity.mem_per_gpu_in_GiB`,
        'capacity.memory',
        `${quote(entry.memPerGpuInGib)} is no amount of memory.`,
        'Give the memory of one GPU in GiB, such as 16.',
      ),
    );
  return problems;
}

const isAmount = (value: number | string | null, pattern: RegExp): boolean =>
  value === null || String(value).trim() === '' || pattern.test(String(value).trim());
