import path from 'node:path';
import type { Problem } from '../../../preload/contract/meta';
import { error, quote } from '../problem';
import type { Checked, Rule } from './context';

/** Files that NVFlare copies into kits. It looks for a relative path wherever it happens to be started. */
export const customCaRules: Rule = (project) => [
  ...checkFile(project, 'custom_ca_cert', project.model.customCaCert),
  ...[...project.servers, ...project.clients].flatMap(({ entry, path: at }) =>
    checkFile(project, `${at}.custom_ca_cert`, entry.customCaCert),
  ),
];

function checkFile({ fileExists }: Checked, field: string, file: string | null): Problem[] {
  if (file === null || file === '') return [];
  if (!path.isAbsolute(file) && !path.win32.isAbsolute(file))
    return [
      error(
        field,
        'custom-ca.relative',
        `The path ${quote(file)} is relative, and NVFlare runs in a directory of its own.`,
        'Give the full path of the certificate on this machine.',
      ),
    ];
  if (fileExists(file)) return [];
  return [
    error(
      field,
      'custom-ca.missing',
      `There is no file ${quote(file)} on this machine.`,
      'Give the full path of the certificate, or remove the key if no proxy stands before the server.',
    ),
  ];
}
