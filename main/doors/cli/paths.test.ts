import { expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../preload/contract';
import { callNames } from './calls';
import { granted } from './paths';

function inputOf(name: string): z.ZodType | undefined {
  const [feature = '', call = ''] = name.split('.');
  const procedure: unknown = Reflect.get(Object(Reflect.get(contract, feature)), call);
  return (procedure as { '~orpc': { inputSchema?: z.ZodType } })['~orpc'].inputSchema;
}

it('takes a path for each call that wants one that was chosen', () => {
  const wanting = callNames().filter((name) => {
    const schema = inputOf(name);
    const fields = schema && JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
    return /"\w*[gG]rantId"/.test(fields ?? '');
  });
  expect(wanting).toContain('remoteFiles.upload');
  expect(Object.keys(granted).toSorted()).toEqual(wanting.toSorted());
});
