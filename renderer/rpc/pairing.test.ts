import { expect, it } from 'vitest';
import { readToken } from './pairing';

it('finds the token of a link, of a hash and by itself', () => {
  const token = 'zahDGjTdOIqR_j4p1g3kLE6dLiu6QZ1-ln93';
  expect(readToken(` http://127.0.0.1:8477/#pair=${token}\n`)).toBe(token);
  expect(readToken(`#pair=${token}`)).toBe(token);
  expect(readToken(token)).toBe(token);
});

it('takes nothing for a token that is none', () => {
  expect(readToken('')).toBeNull();
  expect(readToken('http://127.0.0.1:8477/')).toBeNull();
  expect(readToken('#pair=<script>alert(1)</script>')).toBeNull();
});
