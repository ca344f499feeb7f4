import { describe, expect, it } from 'vitest';
import type { ProjectDetail, ProjectModel } from '../../preload/contract/projects';
import {
  type Draft,
  followStore,
  isDirty,
  isOvertaken,
  rebase,
  settleSave,
  startDraft,
  takeText,
} from './draft';
import { emptyModel } from './test-model';

const stored = (revision: number, changes: Partial<ProjectModel> = {}): ProjectDetail => ({
  summary: {
    id: 'p',
    workspaceId: 'w',
    name: 'study',
    description: '',
    revision,
    archived: false,
    createdAt: 0,
    updatedAt: 0,
    counts: { servers: 0, clients: 0, relays: 0, admins: 0 },
    errors: 0,
    warnings: 0,
    lastRun: null,
  },
  model: { ...emptyModel, ...changes },
  validation: { ok: true, problems: [] },
  kept: [],
  unsupported: [],
});

const edited = (draft: Draft, changes: Partial<ProjectModel>): Draft => ({
  ...draft,
  model: { ...draft.model, ...changes },
});

describe('a draft', () => {
  it('is clean until edited, and again when the edit is taken back', () => {
    const draft = startDraft(stored(1));
    expect(isDirty(draft)).toBe(false);
    expect(isDirty(edited(draft, { name: 'other' }))).toBe(true);
    expect(isDirty(edited(edited(draft, { name: 'other' }), { name: 'study' }))).toBe(false);
  });

  it('follows the store only while it has no edits', () => {
    const clean = startDraft(stored(1));
    expect(followStore(clean, stored(2, { scheme: 'grpc' })).model.scheme).toBe('grpc');
    const dirty = edited(clean, { name: 'mine' });
    expect(followStore(dirty, stored(2))).toBe(dirty);
    expect(isOvertaken(dirty, stored(2))).toBe(true);
    expect(isOvertaken(dirty, stored(1))).toBe(false);
  });

  it('keeps what was typed while a save was on its way', () => {
    const sent = edited(startDraft(stored(1)), { name: 'mine' });
    const answer = stored(2, { name: 'mine' });
    expect(isDirty(settleSave(sent, sent, answer))).toBe(false);
    const later = settleSave(edited(sent, { scheme: 'tcp' }), sent, answer);
    expect(later).toMatchObject({ revision: 2, model: { name: 'mine', scheme: 'tcp' } });
    expect(isDirty(later)).toBe(true);
  });

  it('holds a text that was typed, and one that cannot be read beside the last good state', () => {
    const clean = startDraft(stored(1));
    const model = { ...clean.model, name: 'typed' };
    const typed = takeText(clean, { text: 'name: typed # so', model, stored: false });
    expect(typed).toMatchObject({ text: 'name: typed # so', model: { name: 'typed' } });
    expect(isDirty(takeText(typed, { text: '', model: clean.base, stored: true }))).toBe(false);
    // A comment alone is an edit as well.
    expect(isDirty(takeText(clean, { text: '# so', model: clean.base, stored: false }))).toBe(true);

    const broken = { ...typed, broken: { text: 'name: [', isRead: true } };
    expect(isDirty({ ...clean, broken: broken.broken })).toBe(true);
    expect(settleSave(broken, typed, stored(2, { name: 'typed' }))).toMatchObject({
      revision: 2,
      text: null,
      broken: { text: 'name: [' },
    });
    expect(isDirty(settleSave(typed, typed, stored(2, { name: 'typed' })))).toBe(false);
  });

  it('can be put on top of what someone else stored', () => {
    const mine = edited(startDraft(stored(1)), { name: 'mine' });
    const onTop = rebase(mine, stored(5, { scheme: 'tcp' }));
    expect(onTop).toMatchObject({ revision: 5, base: { scheme: 'tcp' }, model: { name: 'mine' } });
  });
});
