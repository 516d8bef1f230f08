// Part of npm run fix: writes the table of settings in README.md from the one table in the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/run-command.ts';
import { withSettings } from './lib/settings-table.ts';

const file = join(root, 'README.md');
writeFileSync(file, withSettings(readFileSync(file, 'utf8')));
