import { describe, expect, it } from 'vitest';
import { isSameOrigin, loopbackHost } from './origin';

describe('the Host header', () => {
  it.each([
    ['127.0.0.1:8477', '127.0.0.1:8477'],
    ['LOCALHOST:9000', 'localhost:9000'],
    ['[::1]:8477', '[::1]:8477'],
    ['localhost', 'localhost'],
    ['fedwright.example.org:8477', null],
    ['127.0.0.1.example.org', null],
    ['localhost.example.org:8477', null],
    ['127.0.0.1:8477@example.org', null],
    ['0.0.0.0:8477', null],
    ['127.0.0.1:', null],
    ['', null],
    [undefined, null],
  ])('%s means %s', (header, host) => {
    expect(loopbackHost(header)).toBe(host);
  });
});

describe('the Origin header', () => {
  it.each([
    ['http://127.0.0.1:8477', '127.0.0.1:8477', true],
    ['http://localhost', 'localhost:80', true],
    ['http://localhost:3000', 'localhost:8477', false],
    ['http://127.0.0.1:8477', 'localhost:8477', false],
    ['http://example.org', '127.0.0.1:8477', false],
    ['null', '127.0.0.1:8477', false],
    ['app://127.0.0.1:8477', '127.0.0.1:8477', false],
    [undefined, '127.0.0.1:8477', false],
  ])('%s on %s is ours: %s', (origin, host, ours) => {
    expect(isSameOrigin(origin, host)).toBe(ours);
  });
});
