import { describe, expect, it } from 'vitest';
import type { PlacedProblem } from './field-path';
import { unshownOfParticipant, unshownOfProject } from './unshown';

const at = (key: string | null, path: string): PlacedProblem => ({
  key,
  path,
  problem: { field: path, code: path, severity: 'error', message: '', hint: '' },
});
const paths = (problems: PlacedProblem[]) => problems.map((p) => p.path);

describe('problems without a field', () => {
  it('are those of keys that the type of the participant has no field for', () => {
    const problems = [
      at('a', ''),
      at('a', 'capacity.num_of_gpus'),
      at('a', 'role'),
      at('b', 'x'),
      at(null, 'x'),
    ];
    expect(paths(unshownOfParticipant(problems, 'a', 'client'))).toEqual(['role']);
    expect(paths(unshownOfParticipant(problems, 'a', 'admin'))).toEqual(['capacity.num_of_gpus']);
  });

  it('are those of parts of the file that the form does not show', () => {
    const problems = [
      at(null, 'scheme'),
      at(null, 'builders[1].path'),
      at(null, 'studies.x'),
      at(null, 'participants'),
      at(null, 'x_note.include'),
    ];
    expect(paths(unshownOfProject(problems))).toEqual(['x_note.include']);
  });
});
