import type { Handover, KitSummary } from '../../preload/contract/kits';

/** A receipt as a page of its own, to be printed, filled in and kept. Dates are in UTC: it may travel. */
export function writeReceipt(
  handover: Handover & { projectName: string },
  kit: Pick<KitSummary, 'runNumber' | 'type' | 'org' | 'notAfter'> & { certificateFile: string },
): string {
  const facts: [string, string][] = [
    ['Project', handover.projectName],
    ['Participant', `${handover.participant} (${types[kit.type]}, ${kit.org})`],
    ['Kit', `Run ${kit.runNumber}, certificate valid until ${formatDate(kit.notAfter)}`],
    ['Handed over to', handover.recipient],
    ['By', handover.recordedBy],
    ['On', formatDate(handover.at)],
    ['How', handover.method],
    ...(handover.note === '' ? [] : [['Note', handover.note] as [string, string]]),
  ];
  const rows = facts.map(([label, value]) => `<tr><th>${escape(label)}</th><td>${escape(value)}</td></tr>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Receipt: startup kit of ${escape(handover.participant)}</title>
<style>${style}</style>
<h1>Receipt for a startup kit</h1>
<table>${rows.join('')}</table>
<h2>Fingerprint of its certificate (SHA-256)</h2>
<p class="fingerprint">${escape(handover.fingerprint256)}</p>
<h2>Before the kit is used</h2>
<p>In the folder of the kit that you received, have the fingerprint shown:</p>
<pre>openssl x509 -noout -fingerprint -sha256 -in ${escape(kit.certificateFile)}</pre>
<p>Read what your machine shows back to the sender, by telephone or in person: not what is printed here, and not
through the channel that the kit came by. If it differs in one digit, do not use the kit and tell the sender.</p>
${confirmation(handover)}
</html>
`;
}

function confirmation({ receipt }: Handover): string {
  if (!receipt)
    return `<h2>Received and compared</h2>
<p class="line">Name</p><p class="line">Date and signature</p>`;
  const words = receipt.words === '' ? '' : `<p>&ldquo;${escape(receipt.words)}&rdquo;</p>`;
  return `<h2>Received and compared</h2>
<p>${escape(receipt.confirmedBy)} read this fingerprint back on ${formatDate(receipt.at)} (${escape(receipt.channel)}).
Recorded by ${escape(receipt.recordedBy)}.</p>${words}`;
}

const style = `body{font:11pt/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:16pt}h2{font-size:12pt;margin-top:2rem}th{text-align:left;font-weight:normal;color:#555;padding:.15rem 1.5rem .15rem 0;vertical-align:top}
.fingerprint,pre{font-family:monospace;font-size:10.5pt;overflow-wrap:anywhere;white-space:pre-wrap;background:#f3f3f3;padding:.6rem}
.line{border-bottom:1px solid #111;padding-top:2.2rem;color:#555}`;

const types: Record<KitSummary['type'], string> = {
  server: 'server',
  client: 'site',
  relay: 'relay',
  admin: 'admin',
};

const formatDate = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? mark);
