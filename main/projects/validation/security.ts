import type { Problem } from '../../../preload/contract/meta';
import { connectionSecurities } from '../../../preload/contract/project-model';
import { error, quote, warning } from '../problem';

const values: ReadonlySet<string> = new Set(connectionSecurities);

/** A connection security that NVFlare knows, or nothing. */
export function checkSecurity(field: string, value: string | null): Problem[] {
  if (value === null || values.has(value)) return [];
  if (values.has(value.toLowerCase()))
    return [
      warning(
        field,
        'security.case',
        `${quote(value)} is understood in some kits only.`,
        `Write it in small letters: ${value.toLowerCase()}.`,
      ),
    ];
  return [
    error(
      field,
      'security.value',
      `${quote(value)} is no connection security.`,
      'Choose mtls (encrypted, both sides prove who they are), tls (encrypted, only the server does) or clear.',
    ),
  ];
}

/** What holds when nothing is said. */
export const defaultSecurity = 'mtls';
