import { describeViolation } from '@edgar-auto-shop/testing';
import type { ChaosResult } from '../chaos-options.ts';
import { escapeHtml } from './escape-html.ts';
import type { Share } from './figures.ts';
import { shortestFirst } from './shortest-first.ts';
import { drawTimeline } from './timeline-charts.ts';
import { STYLE } from './timeline-style.ts';

const number = (value: number) => value.toLocaleString('en');

const percent = ({ succeeded, failed }: Share) => {
  const all = succeeded + failed;
  return all === 0 ? '–' : `${((100 * succeeded) / all).toFixed(2)} %`;
};

const LEGEND: [colour: string, meaning: string][] = [
  ['ok', 'answered'],
  ['refused', 'mostly refused, as it must be: two wanted the same card'],
  ['partly', 'some failed'],
  ['failed', 'all failed'],
  ['kill', 'fault: kill -9, fail-over'],
  ['stop', 'fault: SIGSTOP'],
  ['cut', 'fault: network'],
  ['fault', 'fault: anything else'],
];
const SHOWN = 10;

/** The run as a page of its own: no script, nothing to load, light or dark as its reader likes. */
export function timelinePage(result: ChaosResult): string {
  const { seed, figures, violations, surprises, timeline } = result;
  const count = timeline.faults.length;
  const wrong = violations.length + surprises.length;
  const verdict =
    wrong === 0
      ? 'Nothing was lost, doubled, torn or out of order.'
      : `${violations.length} violations and ${surprises.length} surprises.`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fault run ${seed}</title>
<style>${STYLE}</style>
<h1>${number(figures.acknowledged)} changes through ${number(count)} ${count === 1 ? 'fault' : 'faults'}</h1>
<p class="verdict ${wrong === 0 ? 'good' : 'bad'}">${verdict}</p>
<p class="quiet">Seed ${seed}, ${Math.round(figures.seconds)} s, ${figures.rounds} ${figures.rounds === 1 ? 'round' : 'rounds'}</p>
<dl>
${tile('Changes acknowledged', number(figures.acknowledged), `${number(figures.refused)} refused`)}
${tile('Left unknown, then settled', `${number(figures.settled)} of ${number(figures.unknown)}`, `${number(figures.appliedUnseen)} had been applied`)}
${tile('Succeeded during faults', percent(figures.during), '')}
${tile('In the 10 s after', percent(figures.after), `slowest recovery ${(Math.max(0, ...figures.recoveries) / 1_000).toFixed(1)} s`)}
${tile('Otherwise', percent(figures.calm), `${number(figures.calmSeconds)} seconds between faults judged to be calm`)}
${tile('Events told to listeners', number(figures.told), `who came back ${number(figures.resumed)} times`)}
</dl>
<figure>
${drawTimeline(timeline)}
<ul class="legend">${LEGEND.map(([colour, meaning]) => `<li><i class="${colour}"></i>${meaning}</li>`).join('')}</ul>
</figure>
${
  violations.length > 0
    ? `<h2>What must not be</h2>${shortestFirst(violations)
        .slice(0, SHOWN)
        .map((one) => `<pre>${escapeHtml(describeViolation(one))}</pre>`)
        .join('')}`
    : ''
}
${
  surprises.length > 0
    ? `<h2>Surprises</h2>${surprises
        .slice(0, SHOWN)
        .map((one) => `<pre>${escapeHtml(one)}</pre>`)
        .join('')}`
    : ''
}
<h2>Faults</h2>
<table><tr><th>from</th><th>to</th><th>what</th><th></th></tr>
${timeline.faults.map(({ kind, begunAt, endedAt, note }) => `<tr><td>${seconds(begunAt)}</td><td>${seconds(endedAt)}</td><td>${escapeHtml(kind)}</td><td>${escapeHtml(note)}</td></tr>`).join('\n')}
</table>
</html>
`;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const tile = (term: string, value: string, more: string) =>
  `<div><dt>${term}</dt><dd>${value}${more === '' ? '' : `<small>${more}</small>`}</dd></div>`;
