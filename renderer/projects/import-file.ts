/** The text of a project file and the name it came with. */
export interface ProjectFile {
  fileName: string;
  text: string;
}

const maxCharacters = 4_000_000;

/** Reads a chosen file. Rejects with a sentence when it cannot be a project file, or is larger than `limit`. */
export async function readProjectFile(file: File, limit = maxCharacters): Promise<ProjectFile> {
  const tooLarge = () => new Error(`${file.name} is too large: at most ${limit / 1_000_000} MB are read.`);
  // Of UTF-8, a character takes four bytes at most: what is larger than that need not be read to know.
  if (file.size > 4 * limit) throw tooLarge();
  const text = await file.text();
  if (text.length > limit) throw tooLarge();
  if (text.includes('\u0000')) throw new Error(`${file.name} is not a text file. Choose a project.yml.`);
  return { fileName: file.name, text };
}
