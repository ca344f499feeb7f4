import { isDeepStrictEqual } from 'node:util';
import type {
  ConnectTo,
  ListeningHost,
  Participant,
  ProjectModel,
} from '../../../preload/contract/project-model';
import type { Writable, WritableMap } from '../yaml/render';
import { setOwn } from '../yaml/tree';

/**
 * A part of the model in the shape of the file, with the file's keys. Null is a key that the file shall not
 * have; so is a mapping or list with nothing in it.
 */
export type Target = string | number | boolean | null | string[] | TargetMap;
export interface TargetMap {
  [key: string]: Target;
}

export const rootTarget = (model: ProjectModel): TargetMap => ({
  api_version: numeric(model.apiVersion),
  name: model.name,
  description: model.description,
  connection_security: model.connectionSecurity,
  custom_ca_cert: model.customCaCert,
  allow_log_streaming: model.allowLogStreaming,
});

export const builderTarget = (model: ProjectModel): TargetMap => ({
  scheme: model.scheme,
  docker_image: model.dockerImage,
  overseer_agent: model.overseerAgent && { path: model.overseerAgent.path, args: model.overseerAgent.args },
});

export function participantTarget(entry: Participant): TargetMap {
  const head: TargetMap = {
    name: entry.name,
    type: entry.type === 'other' ? entry.declaredType : entry.type,
    org: entry.org,
    description: entry.description,
  };
  return { ...head, ...detailTarget(entry) };
}

function detailTarget(entry: Participant): TargetMap {
  switch (entry.type) {
    case 'server':
      return {
        fed_learn_port: numeric(entry.fedLearnPort),
        admin_port: numeric(entry.adminPort),
        host_names: entry.hostNames,
        default_host: entry.defaultHost,
        connection_security: entry.connectionSecurity,
        custom_ca_cert: entry.customCaCert,
        cc_config: entry.ccConfig,
      };
    case 'client':
      return {
        parent: entry.parent,
        connect_to: connectToTarget(entry.connectTo),
        listening_host: listeningHostTarget(entry.listeningHost),
        connection_security: entry.connectionSecurity,
        custom_ca_cert: entry.customCaCert,
        cc_config: entry.ccConfig,
        capacity: {
          num_of_gpus: numeric(entry.numOfGpus),
          mem_per_gpu_in_GiB: numeric(entry.memPerGpuInGib),
        },
      };
    case 'relay':
      return {
        connect_to: connectToTarget(entry.connectTo),
        listening_host: listeningHostTarget(entry.listeningHost),
        connection_security: entry.connectionSecurity,
      };
    case 'admin':
      return { role: entry.role, connect_to: connectToTarget(entry.connectTo) };
    case 'other':
      return {};
  }
}

const connectToTarget = (to: ConnectTo | null): Target =>
  to && { name: to.name, host: to.host, port: numeric(to.port), connection_security: to.connectionSecurity };

const listeningHostTarget = (host: ListeningHost | null): Target =>
  host && {
    scheme: host.scheme,
    host_names: host.hostNames,
    default_host: host.defaultHost,
    port: numeric(host.port),
    connection_security: host.connectionSecurity,
  };

/** What was typed as digits is written as a number; anything else stays as it is, for the validator. */
function numeric(value: number | string | null): number | string | null {
  if (typeof value !== 'string') return value;
  const digits = value.trim();
  if (digits === '') return null;
  return /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(digits) && digits.length < 16 ? Number(digits) : value;
}

/** The target without what is not to be in the file; null when nothing is left. */
export function prune(target: Target): Writable | null {
  if (Array.isArray(target)) return target.length > 0 ? target : null;
  if (typeof target !== 'object' || target === null) return target;
  const map: WritableMap = {};
  for (const [key, value] of Object.entries(target)) {
    const kept = prune(value);
    if (kept !== null) setOwn(map, key, kept);
  }
  return Object.keys(map).length > 0 ? map : null;
}

export const isSame = (a: Target, b: Target): boolean => isDeepStrictEqual(prune(a), prune(b));

export const isTargetMap = (target: Target | undefined): target is TargetMap =>
  typeof target === 'object' && target !== null && !Array.isArray(target);
