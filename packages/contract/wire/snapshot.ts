import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { breakingChanges } from './compare-wire.ts';
import { hashOf, type Wire } from './describe-wire.ts';

/** What was said over the wire when a version was made, or last added to. */
export interface Snapshot {
  hash: string;
  wire: Wire;
}

const fileOf = (version: number) => new URL(`v${version}.json`, import.meta.url);

export function readSnapshot(version: number): Snapshot | null {
  const file = fileOf(version);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Snapshot) : null;
}

export function writeSnapshot(version: number, wire: Wire): void {
  const file = fileOf(version);
  writeFileSync(file, JSON.stringify({ hash: hashOf(wire), wire }));
  // Laid out as all files are, so that a change shows as the lines that changed.
  execFileSync('npx', ['biome', 'format', '--write', fileURLToPath(file)], { stdio: 'ignore' });
}

const REFRESH = 'npm run wire --workspace packages/contract';

/** What is to be done before this wire may be released as that version; null where all is well. */
export function judge(snapshot: Snapshot | null, wire: Wire, version: number): string | null {
  if (snapshot === null) return `Wire version ${version} has no snapshot yet. Write it:  ${REFRESH}`;
  if (snapshot.hash === hashOf(wire)) return null;
  const broken = breakingChanges(snapshot.wire, wire);
  if (broken.length === 0) {
    return `What goes over the wire has grown, and no client of version ${version} breaks. Write it down:  ${REFRESH}`;
  }
  return [
    `This breaks clients of wire version ${version}:`,
    ...broken.map((it) => `  ${it}`),
    `Take it back, or raise WIRE_VERSION in packages/contract/src/wire-version.ts, say in WIRE_HISTORY what changed, and:  ${REFRESH}`,
  ].join('\n');
}
