import { expect, it } from 'vitest';
import { AppError } from '../errors';
import { createLineRedactor, createRedactor, redactError } from './redact';

const redactor = createRedactor();
redactor.register('p"ss\\w/rd');

it('finds a registered secret as it is, in a URL and in JSON', () => {
  for (const text of ['p"ss\\w/rd', encodeURIComponent('p"ss\\w/rd'), JSON.stringify({ a: 'p"ss\\w/rd' })]) {
    expect(redactor.redact(text)).toContain('[removed]');
    expect(redactor.redact(text)).not.toContain('ss');
  }
});

it('removes the password of any URL, and whole private keys', () => {
  expect(redactor.redact('from https://me:hunter2@example.org/simple')).toBe(
    'from https://me:[removed]@example.org/simple',
  );
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----';
  expect(redactor.redact(`a ${key} b`)).toBe('a [removed] b');
});

it('removes a private key that comes line by line, and nothing after it', () => {
  const redact = createLineRedactor(redactor.redact);
  const lines = [
    'before',
    '-----BEGIN PRIVATE KEY-----',
    'MIIEow+/',
    'AQAB==',
    '-----END PRIVATE KEY-----',
    'after',
  ];
  expect(lines.map(redact)).toEqual(['before', ...Array(4).fill('[removed]'), 'after']);
  const cut = ['-----BEGIN PRIVATE KEY-----', 'MIIEow', 'Traceback (most recent call last):'];
  expect(cut.map(createLineRedactor(redactor.redact)).at(-1)).toBe('Traceback (most recent call last):');
});

it('cleans every word of an error', () => {
  const url = 'https://me:hunter2@example.org';
  const error = redactError(new AppError('UNAVAILABLE', url, { hint: url, details: url }), redactor.redact);
  expect(JSON.stringify([error.message, error.data])).not.toContain('hunter2');
});
