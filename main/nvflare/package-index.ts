import type { RuntimeSettings } from './settings';

/** Where pip gets packages from. */
export interface PackageIndex {
  /** Goes into pip's environment: an argument list can be read by everyone on the computer. */
  env: Record<string, string>;
  /** In words, without credentials. */
  name: string;
  /** Takes the password out of a line, should pip print it. */
  conceal(line: string): string;
}

/** In place of an index, when all comes out of a folder. */
export const folderIndex: PackageIndex = {
  // Nor other folders that pip is configured for.
  env: { PIP_FIND_LINKS: '' },
  name: 'The folder',
  conceal: (line) => line,
};

const concealed = '••••';

/**
 * The index of the settings with user and password, or the one that pip is configured for on this computer,
 * normally PyPI.
 * @throws AppError UNAVAILABLE when the keychain with the password is locked.
 */
export async function readPackageIndex(settings: RuntimeSettings): Promise<PackageIndex> {
  const { packageIndexUrl: address, packageIndexUser: user } = settings.current();
  if (address === null) return { env: {}, name: 'PyPI', conceal: (line) => line };
  const url = new URL(address);
  const password = user === null ? null : await settings.packageIndexPassword();
  if (user !== null) {
    url.username = encodeURIComponent(user);
    url.password = encodeURIComponent(password ?? '');
  }
  const secrets = [password, url.password, decode(url.password)].filter((secret): secret is string =>
    Boolean(secret),
  );
  return {
    env: { PIP_INDEX_URL: url.href },
    name: withoutCredentials(url),
    conceal: (line) => secrets.reduce((text, secret) => text.replaceAll(secret, concealed), line),
  };
}

function withoutCredentials(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare.href;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
