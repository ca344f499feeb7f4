import { describe, expect, it } from 'vitest';
import type { ProjectModel } from '../../preload/contract/projects';
import type { PlacedProblem } from './field-path';
import { placeUnsupported } from './unsupported';
import { emptyModel } from './test-model';

const model: ProjectModel = {
  ...emptyModel,
  allowLogStreaming: true,
  overseerAgent: { path: 'x', args: {} },
  studies: {},
};
const detail = {
  model,
  unsupported: [
    { field: 'builders.overseer_agent', message: 'No overseer.' },
    { field: 'allow_log_streaming', message: 'No such setting.' },
    { field: 'studies', message: 'No studies.' },
  ],
};
const paths = (found: PlacedProblem[]) => found.map((p) => p.path);

describe('what a version does not support', () => {
  it('is placed like a problem', () => {
    expect(paths(placeUnsupported(detail, model, []))).toEqual([
      'overseer_agent',
      'allow_log_streaming',
      'studies',
    ]);
  });

  it('is not said twice, nor of what was edited away', () => {
    const said: PlacedProblem = {
      key: null,
      path: 'overseer_agent',
      problem: { field: '', code: '', severity: 'warning', message: '', hint: '' },
    };
    expect(paths(placeUnsupported(detail, { ...model, allowLogStreaming: null }, [said]))).toEqual([
      'studies',
    ]);
    expect(paths(placeUnsupported(detail, { ...model, studies: null }, []))).not.toContain('studies');
    expect(paths(placeUnsupported(detail, { ...model, overseerAgent: null }, []))).not.toContain(
      'overseer_agent',
    );
  });
});
