import type Docker from 'dockerode';
import { AppError } from '../errors';

/**
 * Whether a container that GPUs were asked for has them: Podman makes it without, and says nothing.
 * @throws AppError INVALID
 */
export async function assertGpus(container: Docker.Container, hostName: string): Promise<void> {
  const { DeviceRequests, Devices } = (await container.inspect()).HostConfig;
  if ((DeviceRequests ?? []).length > 0 || ((Devices ?? []) as unknown[]).length > 0) return;
  throw new AppError('INVALID', `The engine of "${hostName}" leaves out the GPUs that are asked for.`, {
    hint: "Choose a host with Docker, make the container on that host with Podman's own command, or ask for no GPU.",
    reason: 'without-gpus',
  });
}
