import { expect, test } from 'vitest';
import { AppError } from '../errors';
import { explainStart } from './explain-start';

test('a look at the ports that fails is not told for the reason of a start that failed', async () => {
  const details = 'Bind for 0.0.0.0:8080 failed: port is already allocated';
  const error = new AppError('UNAVAILABLE', 'The engine of "north" failed.', { hint: '', details });
  const lost = new AppError('UNAVAILABLE', 'The connection to "north" was lost.', { hint: 'Try again.' });
  const ports = { look: () => Promise.reject(lost) } as never;
  expect(await explainStart({ ports, nameOf: () => 'north' }, { hostId: 'h', error })).toMatchObject({
    ...{ code: 'CONFLICT', message: 'Port 8080 of "north" is taken.' },
    data: { details },
  });
});
