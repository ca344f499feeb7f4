import path from 'node:path';
import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import { readsCcConfig } from './builders';
import type { Checked, Rule } from './context';

/** Files that NVFlare reads or copies into kits. It looks for a relative path where it is started. */
export const fileRules: Rule = (project) => [
  ...checkFile(project, 'custom_ca_cert', project.model.customCaCert),
  ...[...project.servers, ...project.clients].flatMap(({ entry, path: at }) => [
    ...checkFile(project, `${at}.custom_ca_cert`, entry.customCaCert),
    ...checkFile(project, `${at}.cc_config`, entry.ccConfig),
    ...checkUse(project, `${at}.cc_config`, entry.ccConfig),
  ]),
];

/** A file of the project, or one of this machine by its full path. */
function checkFile({ fileExists, ownFiles }: Checked, field: string, file: string | null): Problem[] {
  if (file === null || file === '') return [];
  const own = /^(?:\.\/)?files\/([^/\\]+)$/.exec(file)?.[1];
  if (own !== undefined && ownFiles.has(own)) return [];
  if (own !== undefined)
    return [
      error(
        field,
        'file.not-added',
        `The project has no file ${quote(own)}.`,
        'Add it to the files of the project, or choose another.',
      ),
    ];
  if (!path.isAbsolute(file) && !path.win32.isAbsolute(file))
    return [
      error(
        field,
        'file.relative',
        `The path ${quote(file)} is relative, and NVFlare runs in a directory of its own.`,
        'Add the file to the project, or give its full path on this machine.',
      ),
    ];
  if (fileExists(file)) return [];
  return [
    error(
      field,
      'file.missing',
      `There is no file ${quote(file)} on this machine.`,
      'Add the file to the project, give its full path on this machine, or remove the key.',
    ),
  ];
}

function checkUse(project: Checked, field: string, file: string | null): Problem[] {
  if (file === null || file === '' || readsCcConfig(project)) return [];
  return [
    warning(
      field,
      'cc-config.unused',
      'No builder reads the confidential-computing file, so the kit would be an ordinary one.',
      'Add the CCBuilder after the StaticFileBuilder, or remove the file here.',
    ),
  ];
}
