import type { Problem } from '../../../preload/contract/meta';
import { adminRoles } from '../../../preload/contract/project-model';
import { error, quote, warning } from '../problem';
import type { At, Checked, Rule } from './context';
import { hostFault, isAdminName, isDeviceName, isSimpleName, isSiteName, maxNameLength } from './names';
import { checkSecurity } from './security';

/** Names, organisations, types and roles of all participants, and that no two share a name. */
export const participantRules: Rule = (project) => [
  ...project.all.flatMap((at) => [...checkName(at), ...checkOrg(at)]),
  ...checkDuplicates(project),
  ...project.admins.flatMap(checkRole),
  ...project.all.flatMap(checkOwnSecurity),
];

function checkName({ entry, path }: At): Problem[] {
  const field = `${path}.name`;
  const { name } = entry;
  if (name === '') return [error(field, 'name.missing', 'This participant has no name.', 'Give it one.')];
  const fault = nameFault(entry.type, name);
  if (fault) return [error(field, 'name.format', `${quote(name)} ${fault.message}.`, fault.hint)];
  if (name.length > maxNameLength) return [tooLong(field, entry.type, name)];
  if (name === 'server' && (entry.type === 'client' || entry.type === 'relay'))
    return [
      error(
        field,
        'name.reserved',
        'NVFlare itself calls the server "server", so a site of that name cannot connect.',
        'Choose another name.',
      ),
    ];
  if (!isDeviceName(name)) return [];
  return [
    warning(
      field,
      'name.directory',
      `Windows cannot make a directory named ${quote(name)}.`,
      'Choose another name if anyone unpacks this kit on Windows.',
    ),
  ];
}

function nameFault(type: At['entry']['type'], name: string): { message: string; hint: string } | null {
  if (type === 'server') return hostFault(name);
  if (type === 'client' || type === 'relay')
    return isSiteName(name)
      ? null
      : {
          message: `cannot be the name of a ${type === 'client' ? 'site' : type}`,
          hint: 'Use letters without accents, digits, hyphens and underscores, as in north-hospital.',
        };
  if (type === 'admin')
    return isAdminName(name)
      ? null
      : {
          message: 'is no e-mail address',
          hint: 'Admins are named by their e-mail address, as in admin@example.org.',
        };
  return null;
}

/** NVFlare cuts a server's name, so it works; for all others the certificate cannot be made. */
const tooLong = (field: string, type: At['entry']['type'], name: string): Problem =>
  type === 'server'
    ? warning(
        field,
        'name.length',
        `The server's name has ${name.length} characters. Its certificate and its kit get only the first ${maxNameLength}.`,
        'Choose a shorter name, and give the long host name as default host.',
      )
    : error(
        field,
        'name.length',
        `The name has ${name.length} characters. A certificate holds ${maxNameLength}.`,
        'Shorten it.',
      );

function checkOrg({ entry, path }: At): Problem[] {
  const field = `${path}.org`;
  if (entry.org === '')
    return [
      error(
        field,
        'org.missing',
        `${quote(entry.name)} has no organisation.`,
        'Give one, such as north_hospital.',
      ),
    ];
  if (isSimpleName(entry.org)) return [];
  return [
    error(
      field,
      'org.format',
      `${quote(entry.org)} cannot be the name of an organisation.`,
      'Use letters without accents, digits and underscores, as in north_hospital. Hyphens and spaces are not taken.',
    ),
  ];
}

/** Kits are directories, and names that differ in case only are one directory on Windows and macOS. */
function checkDuplicates({ all }: Checked): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { entry, path } of all) {
    if (entry.name === '' || isOverseer(entry)) continue;
    const folded = entry.name.toLowerCase();
    const first = seen.get(folded);
    if (first === undefined) seen.set(folded, entry.name);
    else problems.push(first === entry.name ? taken(path, first) : collides(path, entry.name, first));
  }
  return problems;
}

const taken = (path: string, name: string): Problem =>
  error(
    `${path}.name`,
    'name.duplicate',
    `Another participant is named ${quote(name)}.`,
    'Choose another name.',
  );

const collides = (path: string, name: string, first: string): Problem =>
  error(
    `${path}.name`,
    'name.case',
    `${quote(name)} differs from ${quote(first)} in upper and lower case only: on Windows and macOS their kits would be one directory.`,
    'Choose a name that differs in more.',
  );

export const isOverseer = (entry: At['entry']): boolean =>
  entry.type === 'other' && entry.declaredType === 'overseer';

const roles: ReadonlySet<string> = new Set(adminRoles);

function checkRole({ entry, path }: Checked['admins'][number]): Problem[] {
  const field = `${path}.role`;
  if (entry.role === null || entry.role === '')
    return [
      error(
        field,
        'role.missing',
        `${quote(entry.name)} has no role.`,
        `Choose one of ${adminRoles.join(', ')}.`,
      ),
    ];
  if (!isSimpleName(entry.role))
    return [
      error(
        field,
        'role.format',
        `${quote(entry.role)} cannot be a role.`,
        `Choose one of ${adminRoles.join(', ')}.`,
      ),
    ];
  if (roles.has(entry.role)) return [];
  return [
    warning(
      field,
      'role.unknown',
      `NVFlare gives a role named ${quote(entry.role)} no rights.`,
      `Choose one of ${adminRoles.join(', ')}, or define its rights in authorization.json of every site.`,
    ),
  ];
}

const checkOwnSecurity = ({ entry, path }: At): Problem[] =>
  'connectionSecurity' in entry ? checkSecurity(`${path}.connection_security`, entry.connectionSecurity) : [];
