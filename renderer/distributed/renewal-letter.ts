import type { Incoming } from '../../preload/contract/distributed';
import { describeWho } from './words';

/** What to write to whoever has the key. In English, as everything here; it is theirs to translate. */
export function renewalLetter(request: Incoming, project: string): string {
  const { name, org, hostNames, notAfter } = request;
  const end = notAfter === null ? 'soon' : `on ${new Date(notAfter).toISOString().slice(0, 10)}`;
  return [
    `The certificate of ${name} in ${project} ends ${end}. Please renew it before then.`,
    '',
    'With Fedwright: open Certificates, select the certificate, and choose Renew. Or make a new request under Signing, with:',
    `Project: ${project}`,
    `Type: ${describeWho(request)}`,
    `Name: ${name}`,
    `Organisation: ${org}`,
    ...(hostNames.length > 0 ? [`Further host names: ${hostNames.join(', ')}`] : []),
    '',
    'Then send me the request zip, and read the fingerprint of its key out to me by telephone or in person.',
    'Use the old kit until the new one is made. Do not send a private key.',
  ].join('\n');
}
