/** A computer and its Python, as far as packages depend on them. */
export interface Target {
  /** `sys.platform`. */
  sysPlatform: 'linux' | 'darwin' | 'win32';
  /** `platform.machine()`. */
  machine: string;
  /** Such as 3.12 or 3.12.4. */
  python: string;
}

/**
 * Whether a condition of PEP 508 holds. Knows what locks by uv contain: comparisons of one variable with one
 * text, `and`, `or`, brackets.
 * @throws Error for anything else, so that a package is never left out by mistake.
 */
export function holds(marker: string, target: Target): boolean {
  const tokens = marker.match(/\(|\)|\b(?:and|or|not in|in)\b|[=!<>~]=|[<>]|'[^']*'|"[^"]*"|\w+/g) ?? [];
  const reader = { tokens, at: 0, target };
  const value = readOr(reader);
  if (reader.at !== tokens.length) throw unknownMarker(marker);
  return value;
}

interface Reader {
  tokens: string[];
  at: number;
  target: Target;
}

const unknownMarker = (marker: string): Error => new Error(`unknown condition of a package: ${marker}`);

function readOr(reader: Reader): boolean {
  let value = readAnd(reader);
  while (take(reader, 'or')) value = readAnd(reader) || value;
  return value;
}

function readAnd(reader: Reader): boolean {
  let value = readOne(reader);
  while (take(reader, 'and')) value = readOne(reader) && value;
  return value;
}

function readOne(reader: Reader): boolean {
  if (!take(reader, '(')) return readComparison(reader);
  const value = readOr(reader);
  if (!take(reader, ')')) throw unknownMarker(reader.tokens.join(' '));
  return value;
}

function take(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

function readComparison(reader: Reader): boolean {
  const [name = '', operator = '', quoted = ''] = reader.tokens.slice(reader.at, reader.at + 3);
  reader.at += 3;
  const wanted = /^['"](.*)['"]$/.exec(quoted)?.[1];
  if (wanted === undefined) throw unknownMarker(reader.tokens.join(' '));
  if (name === 'python_version' || name === 'python_full_version')
    return compareVersion(reader.target.python, operator, wanted, name === 'python_version');
  const value = valueOf(name, reader.target);
  if (value === undefined || (operator !== '==' && operator !== '!=')) throw unknownMarker(name);
  return (value === wanted) === (operator === '==');
}

function valueOf(name: string, { sysPlatform, machine }: Target): string | undefined {
  const known: Record<string, string> = {
    sys_platform: sysPlatform,
    platform_machine: machine,
    os_name: sysPlatform === 'win32' ? 'nt' : 'posix',
    platform_system: { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' }[sysPlatform],
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
  };
  return known[name];
}

function compareVersion(actual: string, operator: string, wanted: string, short: boolean): boolean {
  const prefix = wanted.endsWith('.*') ? wanted.slice(0, -2) : null;
  const length = prefix === null ? (short ? 2 : 3) : prefix.split('.').length;
  const order = compareParts(actual, prefix ?? wanted, length);
  const answers: Record<string, boolean> = {
    '==': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  const answer = answers[operator];
  if (answer === undefined) throw unknownMarker(`${operator} ${wanted}`);
  return answer;
}

/** Compares the first `length` numbers of two versions; a missing one is 0. */
export function compareParts(a: string, b: string, length: number): number {
  const [left, right] = [a, b].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < length; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
