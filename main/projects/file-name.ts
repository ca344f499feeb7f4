/** A file name for a project's export that every system takes. */
export const fileNameOf = (projectName: string): string =>
  `${
    projectName
      .replaceAll(/[^\p{L}\p{N} ._-]+/gu, '_')
      .replace(/^[. ]+/, '')
      .trim() || 'project'
  }.yml`;

/** A name for a project whose file has none. */
export const nameFromFile = (fileName: string): string =>
  fileName
    .replace(/^.*[/\\]/, '')
    .replace(/\.ya?ml$/i, '')
    .trim()
    .slice(0, 63) || 'project';
