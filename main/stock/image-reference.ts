import { invalid } from '../errors';

/** A name of an image, in its parts. Source of the rules: the reference grammar of the distribution project. */
export interface ImageReference {
  /** Where it is fetched from, such as `docker.io` or `registry.example.org:5000`. */
  registry: string;
  /** As an engine takes it, such as `python` or `registry.example.org:5000/team/site`. */
  repository: string;
  /** Of a reference with a digest it may be missing; otherwise `latest` stands for none. */
  tag: string | null;
  /** Such as `sha256:…`. */
  digest: string | null;
}

const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const path = new RegExp(`^${part}(?:/${part})*$`);
const domain =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** The registry of a reference that names none. */
export const defaultRegistry = 'docker.io';

/** @throws AppError INVALID that says which part does not fit */
export function parseReference(text: string): ImageReference {
  const [named = '', digest = null, ...more] = text.trim().split('@');
  if (more.length > 0 || (digest !== null && !digestPattern.test(digest)))
    throw wrong(text, 'What follows "@" is a digest, such as "sha256:" with 64 hexadecimal digits.');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : null;
  const repository = hasTag ? named.slice(0, colon) : named;
  if (tag !== null && !tagPattern.test(tag))
    throw wrong(text, 'A tag has letters, digits, underscores, dots and dashes, at most 128.');
  const { registry, name } = splitRegistry(repository);
  if (!domain.test(registry)) throw wrong(text, `"${registry}" is no host name with or without a port.`);
  if (!path.test(name) || repository.length > 255)
    throw wrong(
      text,
      'A name has lower-case letters and digits, with single dots, dashes or underscores between.',
    );
  return { registry, repository, tag: tag ?? (digest === null ? 'latest' : null), digest };
}

/** The first part is a registry only if it looks like one: engines decide in the same way. */
function splitRegistry(repository: string): { registry: string; name: string } {
  const slash = repository.indexOf('/');
  const first = repository.slice(0, Math.max(0, slash));
  const names =
    first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase();
  if (slash < 0 || !names) return { registry: defaultRegistry, name: repository };
  const registry = first === 'index.docker.io' ? defaultRegistry : first;
  return { registry, name: repository.slice(slash + 1) };
}

/** As one text that an engine takes. */
export const showReference = ({ repository, tag, digest }: ImageReference): string =>
  `${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;

const wrong = (text: string, hint: string) =>
  invalid(`"${text.slice(0, 100)}" is not the name of an image.`, hint);
