// AWS's package ships its vectors without types.
declare module '@smithy/signature-v4/dist-cjs/suite.fixture.js' {
  export const region: string;
  export const service: string;
  export const credentials: { accessKeyId: string; secretAccessKey: string };
  export const signingDate: Date;
  export const requests: readonly {
    name: string;
    request: {
      method: string;
      path: string;
      query: Record<string, string>;
      headers: Record<string, string>;
      body?: string;
    };
    authorization: string;
  }[];
}
