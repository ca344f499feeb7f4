import type { RuntimeCandidate } from '../../preload/contract/runtime';

export type Features = RuntimeCandidate['features'];

export const installableVersions = ['2.9.0', '2.8.3', '2.8.1'];

const none: Features = { jsonOutput: false, force: false, overseer: false, studies: false };

interface Version {
  major: number;
  minor: number;
}

function parseVersion(text: string): Version | null {
  const match = /^(\d+)\.(\d+)/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : null;
}

/** 2.8 is 208: one number that can be compared. Null when the text is no version. */
function rank(text: string): number | null {
  const version = parseVersion(text);
  return version && version.major * 100 + version.minor;
}

/** Newest first. */
export function compareVersions(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}

/**
 * What a version of NVFlare can do. 2.8 brought JSON output, `--force` and studies; 2.7 dropped the overseer: it
 * refuses such participants and, as later ones, ignores the agent (seen with 2.6.3, 2.7.0, 2.7.3, 2.8.1 and 2.9.0).
 */
export function featuresOf(version: string | null): Features {
  const at = version === null ? null : rank(version);
  if (at === null) return none;
  const modern = at >= 208;
  return { jsonOutput: modern, force: modern, studies: modern, overseer: at < 207 };
}

/** What the kits of a version depend on. 2.9 brought the identities of who connects through relays (2.9.0 seen). */
export function kitTraitsOf(version: string): { writesIdentities: boolean } {
  const at = rank(version);
  return { writesIdentities: at === null || at >= 209 };
}

/** Whether a version can be used, and in words why or why not. */
export function judgeVersion(version: string): Pick<RuntimeCandidate, 'state' | 'message' | 'hint'> {
  const at = rank(version);
  if (at === null || at < 206)
    return {
      state: 'too-old',
      message: `NVFlare ${version} is too old.`,
      hint: 'Supported are 2.8 and 2.9. Install one of them here, or upgrade this one with pip.',
    };
  if (at < 208)
    return {
      state: 'ok',
      message: `NVFlare ${version} can provision, with limits: no studies, and less exact error messages.`,
      hint: 'Use it when your sites run this version; otherwise install 2.8 or 2.9.',
    };
  if (at > 209)
    return {
      state: 'untested',
      message: `NVFlare ${version} is newer than this version of Fedwright knows. It is used as if it were 2.9.`,
      hint: 'If something goes wrong, install 2.9 or 2.8, or look for a newer Fedwright.',
    };
  return { state: 'ok', message: `NVFlare ${version} is ready.`, hint: '' };
}

/** The Python versions an NVFlare supports, as `[3, minor]` bounds; 2.6 and 2.7 need a Python below 3.13. */
export function pythonRange(nvflareVersion: string): { from: number; to: number; words: string } {
  const to = (rank(nvflareVersion) ?? 0) >= 208 ? 14 : 12;
  return { from: 10, to, words: `Python 3.10 to 3.${to}` };
}

export function isPythonFor(pythonVersion: string, nvflareVersion: string): boolean {
  const version = parseVersion(pythonVersion);
  const range = pythonRange(nvflareVersion);
  return version?.major === 3 && version.minor >= range.from && version.minor <= range.to;
}
