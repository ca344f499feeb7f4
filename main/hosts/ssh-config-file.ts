import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import SSHConfig, { type Directive, type Line, LineType, type Section, glob } from 'ssh-config';
import { AppError, invalid } from '../errors';

/** A configuration of OpenSSH with its includes in place, and what was left out of it. */
export interface SshConfigFile {
  config: SSHConfig;
  /** Names of `Host` lines without a pattern, in their order. */
  aliases: string[];
  remarks: string[];
}

const maxBytes = 1 << 20;
/** As deep as OpenSSH goes (`READCONF_MAX_DEPTH`). */
const maxDepth = 16;
/** What can be decided here without running or looking up anything. */
const plainCriteria = new Set(['all', 'host', 'originalhost', 'user', 'localuser']);
/** They look names up while the configuration is read; the names are taken as they are written. */
const lookups = /^canonicali[sz]ehostname$|^canonicaldomains$/i;

/**
 * Reads a file as OpenSSH does for a user (ssh_config(5)).
 * @throws AppError NOT_FOUND, INVALID when it cannot be read or is no such file.
 */
export function readSshConfig(file: string, home: string): SshConfigFile {
  const remarks: string[] = [];
  const lines = readLines(file, { home, depth: 0, remarks });
  const config = new SSHConfig();
  for (const line of lines) if (isWanted(line, remarks)) config.push(line);
  const patterns = config.filter(isHostLine).flatMap(patternsOf);
  const aliases = [...new Set(patterns.filter((name) => !/[*?!]/.test(name)))];
  const wild = [...new Set(patterns.filter((name) => /[*?]/.test(name) && name !== '*'))];
  if (wild.length > 0)
    remarks.push(`Patterns apply to the hosts that fit them, and are none themselves: ${wild.join(', ')}.`);
  return { config, aliases, remarks };
}

const isDirective = (line: Line): line is Directive => line.type === LineType.DIRECTIVE;
const isSection = (line: Line): line is Section => isDirective(line) && 'config' in line;
const isHostLine = (line: Line): line is Section => isSection(line) && /^host$/i.test(line.param);

export function patternsOf({ value }: Pick<Directive, 'value'>): string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : value.map(({ val }) => val);
}

interface Reading {
  home: string;
  depth: number;
  remarks: string[];
}

function readLines(file: string, reading: Reading): Line[] {
  let parsed: SSHConfig;
  try {
    parsed = SSHConfig.parse(readText(file));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalid(`${file} is no configuration of OpenSSH.`, `Check it with "ssh -G": ${String(error)}`);
  }
  return [...parsed].flatMap((line) => withIncludes(line, file, reading));
}

/** A line with what it includes in its place. A section that includes is split there, as what comes first counts. */
function withIncludes(line: Line, file: string, reading: Reading): Line[] {
  if (isDirective(line) && /^include$/i.test(line.param)) return included(line, file, reading);
  if (!isSection(line)) return [line];
  const parts: Line[] = [];
  let own = new SSHConfig();
  const always = appliesAlways(line);
  for (const inner of line.config) {
    if (!isDirective(inner) || !/^include$/i.test(inner.param)) {
      own.push(inner);
      continue;
    }
    if (!always) {
      const where = `${line.param} ${patternsOf(line).join(' ')}`;
      reading.remarks.push(
        `"Include ${patternsOf(inner).join(' ')}" is within "${where}", and is not followed there.`,
      );
      continue;
    }
    parts.push({ ...line, config: own }, ...included(inner, file, reading));
    own = new SSHConfig();
  }
  return [...parts, { ...line, config: own }];
}

const appliesAlways = (line: Section): boolean => {
  const words = patternsOf(line).join(' ');
  return /^host$/i.test(line.param) ? words === '*' : /^all$/i.test(words);
};

function included(line: Directive, file: string, reading: Reading): Line[] {
  if (reading.depth >= maxDepth) {
    reading.remarks.push(`Includes go deeper than ${maxDepth} files; the rest is not followed.`);
    return [];
  }
  const base = path.join(reading.home, '.ssh');
  return patternsOf(line)
    .flatMap((pattern) => filesOf(path.resolve(base, expandHome(pattern, reading.home))))
    .filter((each) => path.resolve(each) !== path.resolve(file))
    .flatMap((each) => readLines(each, { ...reading, depth: reading.depth + 1 }));
}

export const expandHome = (text: string, home: string): string => text.replace(/^~(?=$|\/|\\)/, home);

/** Files of a pattern with `*` and `?` in any part of it, in the order of the alphabet, as glob(7) gives them. */
function filesOf(pattern: string): string[] {
  const { root } = path.parse(pattern);
  let found = [root];
  for (const part of pattern.slice(root.length).split(path.sep).filter(Boolean))
    found = found.flatMap((folder) => {
      if (!/[*?]/.test(part)) return [path.join(folder, part)];
      const hidden = part.startsWith('.');
      return entriesOf(folder)
        .filter((name) => (hidden || !name.startsWith('.')) && glob(part, name))
        .map((name) => path.join(folder, name));
    });
  return found.filter((file) => existsSync(file) && statSync(file).isFile());
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function isWanted(line: Line, remarks: string[]): boolean {
  if (!isDirective(line)) return false;
  if (isSection(line)) {
    const kept = line.config.filter((inner) => isDirective(inner) && !lookups.test(inner.param));
    line.config.splice(0, line.config.length, ...kept);
  }
  if (lookups.test(line.param)) return false;
  if (!/^match$/i.test(line.param)) return true;
  const criteria = Object.keys('criteria' in line ? line.criteria : {});
  const strange = criteria.filter((name) => !plainCriteria.has(name.toLowerCase()));
  if (strange.length === 0) return true;
  const words = patternsOf(line).join(' ');
  remarks.push(
    strange.some((name) => name.toLowerCase() === 'exec')
      ? `"Match ${words}" is left out: Fedwright runs no commands out of a configuration.`
      : `"Match ${words}" is left out: whether it applies is known only while OpenSSH connects.`,
  );
  return false;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > maxBytes)
      throw invalid(`${file} is larger than 1 MB.`, 'Choose a configuration of OpenSSH.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing) throw new AppError('NOT_FOUND', `${file} does not exist.`, { hint: 'Choose another file.' });
    throw invalid(`${file} cannot be read.`, 'Check its permissions, or choose another file.');
  }
}
