/** The patterns of NVFlare's apis/utils/format_check.py, and what certificates and DNS add to them. */
const hostName = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const siteName = /^[A-Za-z0-9_-]+$/;
const adminName = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z|]{2,}$/;
const simpleName = /^[A-Za-z0-9_]+$/;
const studyName = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/;

export const isSiteName = (text: string): boolean => siteName.test(text);
export const isAdminName = (text: string): boolean => adminName.test(text);
export const isSimpleName = (text: string): boolean => simpleName.test(text);
export const isStudyName = (text: string): boolean => studyName.test(text);

/** Characters of the name in an X.509 certificate (RFC 5280, ub-common-name). */
export const maxNameLength = 64;

/** What keeps a text from being a host name or IPv4 address, and what to do; null when it is one. */
export function hostFault(text: string): { message: string; hint: string } | null {
  if (text.includes('://'))
    return {
      message: 'is a web address',
      hint: 'Give the host alone, without http:// and without a port or path, as in fl.example.org.',
    };
  if (text.includes(':'))
    return {
      message: 'contains a colon',
      hint: 'Give the host alone; the port has a field of its own. IPv6 addresses are not taken.',
    };
  if (text.includes('_'))
    return {
      message: 'contains an underscore',
      hint: 'Use letters, digits, hyphens and dots, as in fl.example.org.',
    };
  if (text.includes('/'))
    return { message: 'contains a slash', hint: 'Give the host alone, without a path.' };
  if (!hostName.test(text))
    return {
      message: 'is no host name',
      hint: 'Use letters, digits, hyphens and dots, as in fl.example.org or 192.0.2.10.',
    };
  if (text.length > 253 || text.split('.').some((label) => label.length > 63))
    return {
      message: 'is longer than DNS allows',
      hint: 'A part between dots has at most 63 characters, all of it 253.',
    };
  if (/(?:^|\.)[0-9]+$/.test(text) && !isIpv4(text))
    return { message: 'is no IPv4 address', hint: 'It has four numbers from 0 to 255, as in 192.0.2.10.' };
  return null;
}

const isIpv4 = (text: string): boolean =>
  /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) &&
  text.split('.').every((part) => String(Number(part)) === part && Number(part) <= 255);

const deviceNames = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Windows cannot make a directory of such a name. */
export const isDeviceName = (text: string): boolean => deviceNames.test(text);
