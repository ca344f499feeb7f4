import { CircleCheck } from 'lucide-react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Button } from './button';

const shown = (more: { busy: boolean; disabled: boolean }) =>
  renderToStaticMarkup(createElement(Button, { icon: CircleCheck, ...more }, 'Send'));

test('a button that works keeps the focus, also where it is disabled for all that works', () => {
  expect(shown({ busy: false, disabled: true })).toMatch(/ disabled=""/);
  expect(shown({ busy: true, disabled: true })).not.toMatch(/ disabled=""/);
  expect(shown({ busy: true, disabled: true })).toMatch(/ aria-disabled="true"/);
});
