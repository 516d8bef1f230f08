// npm run wire --workspace packages/contract: writes down what goes over the wire. Refuses what breaks clients of this version.
import { WIRE_VERSION } from '../src/wire-version.ts';
import { breakingChanges } from './compare-wire.ts';
import { describeWire } from './describe-wire.ts';
import { judge, readSnapshot, writeSnapshot } from './snapshot.ts';

const wire = describeWire();
const snapshot = readSnapshot(WIRE_VERSION);
if (snapshot !== null && breakingChanges(snapshot.wire, wire).length > 0) {
  console.error(judge(snapshot, wire, WIRE_VERSION));
  process.exitCode = 1;
} else {
  writeSnapshot(WIRE_VERSION, wire);
  console.log(`Wrote packages/contract/wire/v${WIRE_VERSION}.json.`);
}
