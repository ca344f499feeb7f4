import type { KitCheck } from '../../preload/contract/kits';
import { Section } from '../ui/page';
import { Status } from '../ui/status';
import { Term } from '../ui/tooltip';
import { checkWords } from './kit-words';

const stateWords: Record<KitCheck['state'], string> = {
  ok: 'OK',
  attention: 'Attention',
  failed: 'Failed',
};

/** What was looked at just now, and what came of it. */
export function KitChecks({ checks }: { checks: KitCheck[] }) {
  return (
    <Section title="Checks">
      <ul className="rounded border border-line">
        {checks.map((check) => (
          <li
            key={check.check}
            className="grid grid-cols-[5.5rem_1fr] gap-x-3 border-b border-line px-3 py-1.5 text-sm last:border-b-0"
          >
            <span>
              <Term {...termOf(check)} />
            </span>
            <div className="min-w-0">
              <Status state={check.state} label={stateWords[check.state]} />
              <p className="wrap-break-word">{check.message}</p>
              {check.hint ? <p className="wrap-break-word text-muted">{check.hint}</p> : null}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const termOf = ({ check }: KitCheck) => ({
  term: checkWords[check].label,
  explain: checkWords[check].explain,
});
