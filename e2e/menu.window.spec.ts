import { expect, test } from './fixtures/test';
import { title } from './pages/shell';

test('the window has a menu of its own and keeps its place', async ({ launch }) => {
  const first = await launch();
  const labels = await first.electron?.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map((item) => item.label),
  );
  expect(labels).toEqual(expect.arrayContaining(['File', 'View', 'Go']));
  const itemsOf = (menu: string) =>
    first.electron?.evaluate(
      ({ Menu }, label) =>
        Menu.getApplicationMenu()
          ?.items.find((item) => item.label === label)
          ?.submenu?.items.map((item) => item.label),
      menu,
    );
  const choose = (name: string) =>
    first.electron?.evaluate(
      ({ Menu }, label) =>
        Menu.getApplicationMenu()
          ?.items.flatMap(({ submenu }) => submenu?.items ?? [])
          .find((item) => item.label === label)
          ?.click(),
      name,
    );
  const links = first.page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
  const sections = (await itemsOf('Go')) ?? [];
  // Behind its name, a link has its shortcut.
  await expect(links).toHaveText(sections.map((label) => new RegExp(`^${label}`)));
  await choose('Kits');
  await expect(title(first.page, 'Kits')).toBeVisible();
  expect(await itemsOf('Help')).toEqual(
    expect.arrayContaining(['Keyboard shortcuts', 'NVFlare documentation', 'Open data directory']),
  );
  await choose('About Fedwright');
  await expect(first.page.getByText('Window of the installed app')).toBeInViewport();

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
