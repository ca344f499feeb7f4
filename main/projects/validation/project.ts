import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import type { Checked, Rule } from './context';
import { isDeviceName } from './names';
import { checkSecurity } from './security';

const maxProjectName = 63;

/** The keys at the top of the file. */
export const projectRules: Rule = (project) => [
  ...checkApiVersion(project),
  ...checkProjectName(project.model.name),
  ...checkSecurity('connection_security', project.model.connectionSecurity),
  ...checkParticipantList(project),
];

function checkApiVersion({ model, features }: Checked): Problem[] {
  const { apiVersion } = model;
  if (apiVersion === null || apiVersion === '')
    return [
      error(
        'api_version',
        'api-version.missing',
        'The API version is missing.',
        'Set it to 3, or to 4 for studies.',
      ),
    ];
  const version = String(apiVersion).trim();
  if (version !== '3' && version !== '4')
    return [
      error(
        'api_version',
        'api-version.value',
        `NVFlare knows no API version ${quote(apiVersion)}.`,
        'Set it to 3, or to 4 for studies.',
      ),
    ];
  if (version === '4' && features && !features.studies)
    return [
      error(
        'api_version',
        'api-version.unsupported',
        'The NVFlare in use does not know API version 4.',
        'Set it to 3, or use NVFlare 2.8 or newer.',
      ),
    ];
  return [];
}

/** The name becomes a directory and stands unescaped in the kits' JSON files; NVFlare checks neither. */
function checkProjectName(name: string): Problem[] {
  const fault = nameFault(name);
  if (fault) return [error('name', ...fault)];
  if (/^[A-Za-z0-9 ._-]+$/.test(name)) return [];
  return [
    warning(
      'name',
      'name.unusual',
      "The project's name has characters that some tools and file systems change.",
      'Letters, digits, hyphens, dots and underscores are safe everywhere.',
    ),
  ];
}

function nameFault(name: string): [code: string, message: string, hint: string] | null {
  if (name === '') return ['name.missing', 'The project has no name.', 'Give it one, such as lung-study.'];
  if (name.length > maxProjectName)
    return [
      'name.length',
      `The project's name has ${name.length} characters. NVFlare would cut it off after ${maxProjectName}.`,
      'Shorten it.',
    ];
  if (/[/\\]/.test(name) || name.startsWith('.'))
    return [
      'name.path',
      `The project's name ${quote(name)} would lead out of its directory, or hide it.`,
      'Use no slash or backslash, and no dot at the start.',
    ];
  // The CA's certificate holds the name as a DNS name too, which has to be ASCII.
  if (/[<>:"|?*{}]|[^ -~]/u.test(name))
    return [
      'name.characters',
      `The project's name ${quote(name)} has a character that certificates or files of the kits cannot hold.`,
      'Use letters without accents, digits, hyphens, dots and underscores.',
    ];
  if (/^\s|[\s.]$/.test(name) || isDeviceName(name))
    return [
      'name.directory',
      `No directory can be named ${quote(name)} on Windows.`,
      'Choose another name, without spaces at its ends and without a dot at its end.',
    ];
  return null;
}

function checkParticipantList({ model, rest }: Checked): Problem[] {
  if (rest.hasParticipants || model.participants.length > 0) return [];
  return [
    error(
      'participants',
      'participants.missing',
      'The project has no list of participants.',
      'Add a server, the sites and an admin.',
    ),
  ];
}
