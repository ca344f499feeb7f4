import type { Foundation } from './app';
import type { HostSide } from './app-hosts';
import { notFound } from './errors';
import { copyKits } from './kits/kit-copy';
import { isSecret } from './kits/kit-files';
import type { Kits } from './kits/service';
import { createLocalFederationsRouter } from './local-federations/router';
import { createLocalFederations } from './local-federations/service';
import { provision } from './nvflare/provision';
import type { Runtime } from './nvflare/service';
import type { Platform } from './platform/ports';
import { pythonInside } from './preflight/container-view';
import { endpointOf } from './preflight/kit-look';
import { createPreflightRouter } from './preflight/router';
import { createPreflight } from './preflight/service';
import { readProjectFile } from './provisioning/project-file';
import type { Provisioning } from './provisioning/service';

export type LocalSide = ReturnType<typeof createLocalSide>;

/** The part of the composition root for running kits: whether they can, and doing it on this machine. */
export function createLocalSide(
  { paths: { data, resources } }: Platform,
  { tasks, log, redactor }: Foundation,
  given: {
    kits: Kits;
    provisioning: Provisioning;
    hostSide: Pick<HostSide, 'hosts' | 'enter' | 'deployments'>;
    require: Runtime['require'];
  },
) {
  const { kits, provisioning, hostSide, require } = given;
  const preflight = createPreflight({
    ...{ data, access: hostSide.hosts.access, requirePython: require },
    enter: (hostId, name) => hostSide.enter({ hostId, name, python: pythonInside }),
    portClash: hostSide.deployments.portClash,
    kits: { ...kits, versionOf: (runId) => provisioning.versionOf(runId) },
  });
  const federations = createLocalFederations({
    ...{ tasks, log, data, resources, redact: redactor.redact, endpointOf, isSecret },
    kits: {
      current: (projectId) => kits.list({ projectId, runId: null, all: false }),
      open: kits.open,
      document(runId) {
        const text = provisioning.documentOf(runId);
        if (text === null) throw notFound('This run');
        return text;
      },
      copy: (target, opened, signal) =>
        copyKits(
          target,
          opened.map(({ kit, files }) => ({ participant: kit.participant, files })),
          { signal },
        ),
    },
    readProject: readProjectFile,
    nvflare: { require, provision },
    preflight: (input, signal) => preflight.check(input, signal),
  });
  return { preflight, federations };
}

export const createLocalRouters = ({ preflight, federations }: LocalSide) => ({
  preflight: createPreflightRouter(preflight),
  localFederations: createLocalFederationsRouter(federations),
});
