import { existsSync, readFileSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { AppError, invalid } from '../../errors';

/** A port from 0 (any free one) to 65535. @throws AppError INVALID */
export function parsePort(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw invalid(`"${value}" is not a port.`, 'Give a number from 0 to 65535; 0 takes any free one.');
}

/** A call's input: JSON, `-` for standard input, nothing for no input. @throws AppError INVALID */
export async function parseInput(value: string | undefined): Promise<unknown> {
  if (value === undefined) return undefined;
  const json = value === '-' ? await text(process.stdin) : value;
  if (json.trim() === '') return undefined;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new AppError('INVALID', 'The input is not JSON.', {
      hint: 'Put it in single quotes, or pass "-" and write it to standard input.',
      details: error instanceof Error ? error.message : undefined,
    });
  }
}

/** More than the contract takes of any text, before it is read into memory. */
const maxBytes = 16 * 1024 * 1024;

/**
 * The text of a file that was named on the command line.
 * @throws AppError NOT_FOUND, INVALID when it is no file or no text, FORBIDDEN when it may not be read.
 */
export function readTextFile(file: string): string {
  if (!existsSync(file))
    throw new AppError('NOT_FOUND', `There is no file ${file}.`, {
      hint: 'Check the path; it is relative to where you are.',
    });
  const found = statSync(file);
  if (!found.isFile()) throw invalid(`${file} is not a file.`, 'Name a project.yml.');
  if (found.size > maxBytes) throw invalid(`${file} is too large for a project file.`, 'Name a project.yml.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError)
      throw invalid(`${file} is not a text file.`, 'A project.yml is UTF-8 text.');
    throw new AppError(
      'FORBIDDEN',
      `${file} cannot be read.`,
      { hint: 'Check its permissions.', details: error instanceof Error ? error.message : undefined },
      error,
    );
  }
}
