import { parse } from 'yaml';
import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import { namesPlace, readsCcConfig } from './builders';
import type { Rule } from './context';
import { type FileLook, isCertificates } from './file-look';
import { type GivenFile, givenFiles, isOutside, ownName } from './given-files';

/** Files that NVFlare reads or copies into kits. It looks for a relative path where it is started. */
export const fileRules: Rule = (project) => {
  // Many sites may name the same file.
  const seen = new Map<string, (field: string) => Problem[]>();
  const unused = !readsCcConfig(project);
  return givenFiles(project).flatMap((given) => {
    const key = `${given.use} ${given.file}`;
    const about = seen.get(key) ?? checkFile(project.files, given);
    seen.set(key, about);
    return [
      ...about(given.field),
      ...(unused && given.use === 'settings' ? [unusedSettings(given.field)] : []),
    ];
  });
};

type Found = (field: string) => Problem[];

const nothing: Found = () => [];
const fault =
  (code: string, message: string, hint: string): Found =>
  (field) => [error(field, code, message, hint)];

/** A file of the project, or one of this machine by its full path. */
function checkFile(files: FileLook, { file, use }: GivenFile): Found {
  const own = use === 'template' ? undefined : ownName(file);
  if (own !== undefined) return checkOwn(files, own, use);
  if (!isOutside(file))
    return fault(
      'file.relative',
      `The path ${quote(file)} is relative, and NVFlare runs in a directory of its own.`,
      use === 'template'
        ? 'Give the name of a template that comes with NVFlare, or the full path of one on this machine.'
        : 'Add the file to the project, or give its full path on this machine.',
    );
  if (!files.allowed.has(file)) return askedLater(file);
  return checkOutside(files, file, use);
}

function checkOwn(files: FileLook, name: string, use: GivenFile['use']): Found {
  const text = files.own.has(name) ? files.readOwn(name) : null;
  if (text === null)
    return fault(
      'file.not-added',
      `The project has no file ${quote(name)}.`,
      'Add it to the files of the project, or choose another.',
    );
  if (use === 'certificate' && !isCertificates(text)) return noCertificate(name);
  return use === 'settings' ? checkSettings(name, text) : nothing;
}

const askedLater =
  (file: string): Found =>
  (field) => [
    warning(
      field,
      'file.outside',
      `Provisioning reads ${quote(file)} on this machine, which is no file of this project.`,
      'Add it to the files of the project, or allow it when you provision. Otherwise remove it.',
    ),
  ];

function checkOutside(files: FileLook, file: string, use: GivenFile['use']): Found {
  const look = files.read(file);
  if (look === 'missing')
    return fault(
      'file.missing',
      `There is no file ${quote(file)} on this machine.`,
      'Add the file to the project, give its full path on this machine, or remove the key.',
    );
  if (use !== 'certificate') return nothing;
  if (look === 'unseen')
    return fault(
      'file.unseen',
      `Whether ${quote(file)} is a certificate cannot be seen from here.`,
      'Add it to the files of the project.',
    );
  return look.text !== null && isCertificates(look.text) ? nothing : noCertificate(file);
}

const noCertificate = (file: string): Found =>
  fault(
    'file.no-certificate',
    `${quote(file)} holds something else than certificates in PEM, and it is copied into kits as it is.`,
    'Choose a file that has certificates in it and nothing else, no key and no comment.',
  );

/** NVFlare puts the content of other files into it that it includes, and of it into kits. */
function checkSettings(name: string, text: string): Found {
  let content: unknown;
  try {
    content = parse(text, { version: '1.1', merge: true, logLevel: 'error', maxAliasCount: 1000 });
  } catch {
    return fault('cc-config.unreadable', `${quote(name)} is no YAML.`, 'Correct it, and add it again.');
  }
  if (issuersOf(content).some(({ id }) => namesPlace(id)))
    return fault(
      'cc-config.issuer',
      `An issuer in ${quote(name)} has an id that names a place in the file system, and NVFlare would write there.`,
      'Give it an id without slashes, and add the file again.',
    );
  if (!includes(content)) return nothing;
  return fault(
    'include.unresolved',
    `${quote(name)} includes another file, and the settings of a participant are one file here.`,
    'Put the content of that file in the place of the line, and add the file again.',
  );
}

function issuersOf(content: unknown): { id?: unknown }[] {
  const { cc_issuers: issuers } = Object(content) as { cc_issuers?: unknown };
  return Array.isArray(issuers) ? issuers.map((one) => Object(one) as { id?: unknown }) : [];
}

/** `seen`: an anchor may stand for something that it is a part of. */
function includes(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  return Object.entries(value).some(
    ([key, inner]) => (key === 'include' && !Array.isArray(value)) || includes(inner, seen),
  );
}

const unusedSettings = (field: string): Problem =>
  warning(
    field,
    'cc-config.unused',
    'No builder reads the confidential-computing file, so the kit would be an ordinary one.',
    'Add the CCBuilder after the StaticFileBuilder, or remove the file here.',
  );
