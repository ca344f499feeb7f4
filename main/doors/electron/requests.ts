import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the operating system asks the app to show: a page of its own, or a project file. */
export type OpenRequest = { kind: 'route'; route: string } | { kind: 'file'; file: string };

const sections = new Set([
  ...['projects', 'runs', 'kits', 'certificates', 'distributed', 'tasks', 'audit', 'logs', 'settings'],
  ...['hosts', 'containers', 'deployments', 'local-federations', 'forwards', 'preflight'],
]);

/**
 * The page behind a link such as `fedwright://projects/<id>`; null for any other. A link only shows: it
 * carries no query, so it opens no dialog and starts nothing.
 */
export function routeOfLink(link: string): string | null {
  const parts = /^fedwright:\/\/([a-z-]*)\/?([\w-]{0,64})$/i.exec(link);
  if (!parts) return null;
  const [, section = '', id = ''] = parts;
  if (section === '') return id === '' ? '/' : null;
  if (!sections.has(section)) return null;
  return id === '' ? `/${section}` : `/${section}/${id}`;
}

/**
 * The requests among the arguments that a process was started with, the program itself left out: links,
 * project files by path or by URL. Switches are Chromium's and Electron's.
 */
export function readRequests(args: readonly string[], cwd: string): OpenRequest[] {
  return args.flatMap<OpenRequest>((arg, index) => {
    if (arg.startsWith('-') || args[index - 1] === '--data') return [];
    const route = routeOfLink(arg);
    if (route !== null) return [{ kind: 'route', route }];
    const file = readFile(arg, cwd);
    return file === null ? [] : [{ kind: 'file', file }];
  });
}

function readFile(arg: string, cwd: string): string | null {
  if (!/\.ya?ml$/i.test(arg)) return null;
  if (!/^[a-z]{2,}:/i.test(arg)) return path.resolve(cwd, arg);
  try {
    return fileURLToPath(arg);
  } catch {
    return null;
  }
}

/**
 * The arguments of a command when there are any: `fedwright cli provision …`. Switches before `cli` are
 * Chromium's. Outside of an installed app the first argument is the app's own path.
 */
export function readCommand(argv: readonly string[], packaged: boolean): string[] | null {
  const from = (at: number): number => {
    const next = argv[at];
    return next?.startsWith('-') && !next.startsWith('--data') ? from(at + 1) : at;
  };
  const at = packaged ? from(1) : from(from(1) + 1);
  return argv[at] === 'cli' ? argv.slice(at + 1) : null;
}
