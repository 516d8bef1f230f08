import manifest from '../package.json' with { type: 'json' };

/** Of the program, as `X-App-Version` and `/healthz` tell it. */
export const VERSION: string = manifest.version;
