import { Network, Trash2 } from 'lucide-react';
import { type Json, isJsonMap } from '../../preload/contract/json';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { Checkbox } from '../ui/field';
import { Section } from '../ui/page';
import { addBuilder } from './builder-edit';
import { setArgument } from './builder-edit';
import { countEdge, newEdge } from './edge-tree';
import { useEditor } from './editor-context';
import { NumberField } from './editor-fields';
import { count } from './project-words';
import type { TypedNumber } from './typed-value';

const edgeBuilder = 'nvflare.lighter.impl.edge.EdgeBuilder';

const fields = [
  { key: 'depth', label: 'Levels of relays', help: '1 to 5', required: true },
  { key: 'width', label: 'Relays below each', help: '2 to 9', required: true },
  { key: 'clients', label: 'Clients below each last relay', help: '2 to 9', required: true },
  { key: 'max_sites', label: 'Most sites', help: 'With more, NVFlare makes nothing.', required: false },
  {
    key: 'rp',
    label: 'Port of the routing proxy',
    help: 'For the scripts beside the kits.',
    required: false,
  },
];

/** A tree of relays and clients that NVFlare makes up by itself, for tests with many devices. */
export function EdgeSection() {
  const { model, readOnly, edit } = useEditor();
  const { edge } = model;
  const set = (key: string, value: Json | undefined) =>
    edit((now) => ({ ...now, edge: setArgument(now.edge, key, value) }));
  if (edge === null)
    return (
      <Section
        title="Edge tree"
        description="NVFlare can make up server, relays and clients by itself, for tests with many devices."
      >
        {readOnly ? null : (
          <div>
            <Button
              size="sm"
              icon={Network}
              onClick={() =>
                edit((now) => {
                  const has = now.builders.some(({ path }) => path === edgeBuilder);
                  return { ...(has ? now : addBuilder(now, edgeBuilder)), edge: newEdge };
                })
              }
            >
              Make this an edge tree
            </Button>
          </div>
        )}
      </Section>
    );
  return (
    <Section
      title="Edge tree"
      actions={
        readOnly ? null : (
          <Button size="sm" icon={Trash2} onClick={() => edit((now) => ({ ...now, edge: null }))}>
            Remove
          </Button>
        )
      }
    >
      {isJsonMap(edge) ? (
        <>
          <EdgePreview edge={edge} />
          <div className="grid grid-cols-1 gap-x-4 gap-y-3 @2xl:grid-cols-3">
            {fields.map(({ key, ...field }) => (
              <NumberField
                key={key}
                {...field}
                place={{ key: null, path: `edge.${key}` }}
                value={typed(edge[key])}
                onChange={(value) => set(key, value ?? undefined)}
              />
            ))}
          </div>
          <Checkbox
            checked={edge['lcp_only'] === true}
            disabled={readOnly}
            onCheckedChange={(on) => set('lcp_only', on)}
            label="Only the last clients"
            help="No client beside each relay."
          />
        </>
      ) : (
        <Callout tone="failed" title="This section is no mapping">
          Mend it on the tab YAML, or remove it.
        </Callout>
      )}
    </Section>
  );
}

const typed = (value: Json | undefined): TypedNumber =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

/** What comes out, and what of this project does not. */
function EdgePreview({ edge }: { edge: Json }) {
  const { participants } = useEditor().model;
  const tree = countEdge(edge);
  const ignored = participants.filter(({ type }) => type !== 'admin');
  return (
    <Callout tone="info" title={tree ? `${count(tree.total, 'site')} with the server` : 'No tree yet'}>
      {tree ? (
        <p>
          {count(tree.relays, 'relay')}, {count(tree.innerClients, 'client')} beside them, and{' '}
          {count(tree.leafClients, 'last client')}. Each gets a kit, and so does each admin.
        </p>
      ) : (
        <p>Depth, width or clients are outside what NVFlare takes.</p>
      )}
      {ignored.length > 0 ? (
        <p>
          NVFlare ignores {ignored.length === 1 ? 'the participant' : `the ${ignored.length} participants`} of
          this project that {ignored.length === 1 ? 'is' : 'are'} no admin.
        </p>
      ) : null}
    </Callout>
  );
}
