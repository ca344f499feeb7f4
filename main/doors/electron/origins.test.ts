import { describe, expect, it } from 'vitest';
import { isOwnPage, mayOpenOutside } from './origins';

describe('where the window may go', () => {
  it.each([
    ['app://fedwright/index.html#/projects', true],
    ['app://fedwright/', true],
    ['app://fedwright.example.org/', false],
    ['app://other/index.html', false],
    ['https://fedwright/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['not a url', false],
  ])('%s is ours: %s', (url, ours) => {
    expect(isOwnPage(url)).toBe(ours);
  });

  it.each([
    ['https://nvflare.readthedocs.io/en/2.8/', true],
    ['https://evil-github.com/', false],
    ['https://github.com.example.org/', false],
    ['https://github.com@example.org/', false],
    ['https://github.com:8443/', false],
    ['http://github.com/', false],
    ['file:///etc/passwd', false],
    ['smb://github.com/share', false],
    ['http://127.0.0.1:8080/', true],
    ['http://127.0.0.1:8080', true],
    ['http://127.0.0.1:8080/shutdown', false],
    ['http://127.0.0.1:8080/?go', false],
    ['http://user@127.0.0.1:8080/', false],
    ['https://127.0.0.1:8080/', false],
    ['http://127.0.0.1.example.org:80/', false],
    ['http://localhost:8080/', false],
  ])('%s may be opened outside: %s', (url, may) => {
    expect(mayOpenOutside(url)).toBe(may);
  });
});
