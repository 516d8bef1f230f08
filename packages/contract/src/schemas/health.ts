import Type, { type Static } from 'typebox';
import { Strict } from './primitives.ts';

/** That the process is alive. It says nothing about the database: see `Readiness`. */
export const Health = Strict(
  {
    status: Type.Enum(['ok'], { type: 'string' }),
    service: Type.Enum(['edgar-auto-shop'], { type: 'string' }),
    runtime: Type.Enum(['node', 'native-lambda'], { type: 'string' }),
    version: Type.String({ description: 'Of the program' }),
  },
  { title: 'Health' },
);
export type Health = Static<typeof Health>;

/** That the server can serve: the database answers, and its tables are those of this program. */
export const Readiness = Strict(
  {
    status: Type.Enum(['ready'], { type: 'string' }),
    migration: Type.Integer({ minimum: 0, description: 'The newest migration applied' }),
  },
  { title: 'Readiness' },
);
export type Readiness = Static<typeof Readiness>;
