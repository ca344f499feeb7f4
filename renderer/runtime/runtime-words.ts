import type { RuntimeCandidate, RuntimeStatus, TargetPlatform } from '../../preload/contract/runtime';
import type { StatusState } from '../ui/status';

/** Where a Python was found, in words. */
export const sourceWords: Record<RuntimeCandidate['source'], string> = {
  configured: 'Chosen by you',
  own: "Fedwright's own",
  path: 'On the PATH',
  wsl: 'Inside WSL',
};

const stateWords: Record<RuntimeCandidate['state'], { state: StatusState; label: string }> = {
  ok: { state: 'ok', label: 'Ready' },
  untested: { state: 'attention', label: 'Not tested' },
  'too-old': { state: 'failed', label: 'Too old' },
  'no-nvflare': { state: 'off', label: 'Without NVFlare' },
  'no-python': { state: 'failed', label: 'Not a Python' },
  broken: { state: 'failed', label: 'Broken' },
};

/** How a candidate is, as a status. */
export function candidateStatus(candidate: RuntimeCandidate): { state: StatusState; label: string } {
  return stateWords[candidate.state];
}

/** `NVFlare 2.8.1 on Python 3.11.4`, as far as it is known. */
export function versionsOf(candidate: RuntimeCandidate): string {
  const nvflare = candidate.nvflareVersion ? `NVFlare ${candidate.nvflareVersion}` : null;
  const python = candidate.pythonVersion ? `Python ${candidate.pythonVersion}` : null;
  return [nvflare, python].filter(Boolean).join(' on ') || 'Version not known';
}

/** Whether projects can be provisioned with what is there now. */
export function isReady(status: RuntimeStatus): boolean {
  return status.chosen?.state === 'ok' || status.chosen?.state === 'untested';
}

export const platformWords: Record<TargetPlatform, string> = {
  'linux-x64': 'Linux (x64)',
  'linux-arm64': 'Linux (ARM64)',
  'mac-x64': 'macOS (Intel)',
  'mac-arm64': 'macOS (Apple silicon)',
  'windows-x64': 'Windows (x64)',
};

type Features = RuntimeCandidate['features'];

const featureWords: Record<keyof Features, string> = {
  studies: 'studies',
  overseer: 'the overseer',
  force: 'provisioning into a workspace that is not empty',
  jsonOutput: 'exact error messages',
};

/** What one version can do and another cannot, in words. */
export const gainedBy = (now: Features, before: Features): string[] =>
  (Object.keys(featureWords) as (keyof Features)[])
    .filter((name) => now[name] && !before[name])
    .map((name) => featureWords[name]);
