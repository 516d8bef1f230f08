import Type, { type Static } from 'typebox';
import { Strict } from './primitives.ts';

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

export const Readiness = Strict(
  {
    status: Type.Enum(['ready'], { type: 'string' }),
    migration: Type.Integer({ minimum: 0, description: 'The newest migration applied' }),
  },
  { title: 'Readiness' },
);
export type Readiness = Static<typeof Readiness>;
