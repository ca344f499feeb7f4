import { expect, test } from './fixtures/test';
import { title } from './pages/shell';

test('the window has a menu of its own and keeps its place', async ({ launch }) => {
  const first = await launch();
  const labels = await first.electron?.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map((item) => item.label),
  );
  expect(labels).toEqual(expect.arrayContaining(['File', 'View', 'Go']));
  await first.electron?.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.items.find((item) => item.label === 'Go')
      ?.submenu?.items.find((item) => item.label === 'Kits')
      ?.click(),
  );
  await expect(title(first.page, 'Kits')).toBeVisible();

  const place = { x: 60, y: 40, width: 1010, height: 690 };
  await first.electron?.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    place,
  );
  await first.close();
  const second = await launch();
  const bounds = await second.electron?.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(bounds).toMatchObject({ width: place.width, height: place.height });
});
