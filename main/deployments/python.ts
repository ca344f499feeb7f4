import type { HostPlace } from '../../preload/contract/deployments';
import { AppError } from '../errors';
import type { HostScripts } from './host-scripts';

export interface FoundPython {
  /** Absolute. */
  python: string;
  version: string;
  nvflare: string;
}

/** The Python that was chosen, or the first with NVFlare. @throws AppError UNAVAILABLE when there is none */
export async function findPython(
  scripts: HostScripts,
  { hostId, python }: Pick<HostPlace, 'hostId' | 'python'>,
  signal: AbortSignal,
): Promise<FoundPython> {
  const found = await scripts.pythons(hostId, python, signal);
  const [first] = found;
  if (first) return first;
  throw python === null
    ? new AppError('UNAVAILABLE', 'No Python with NVFlare was found on the host.', {
        hint: 'Install NVFlare there, such as "python3 -m venv ~/nvflare && ~/nvflare/bin/pip install nvflare", or name the Python that has it.',
        reason: 'nvflare-missing',
      })
    : new AppError('UNAVAILABLE', `${python} has no NVFlare.`, {
        hint: 'Choose another Python of the host, or install NVFlare into this one.',
        reason: 'nvflare-missing',
      });
}
