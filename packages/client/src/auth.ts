/** A request as it is about to be sent. */
export interface OutgoingRequest {
  readonly method: string;
  /** As it is handed to `fetch`; without an origin where the client's `baseUrl` has none. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON text, where there is one. */
  readonly body: string | undefined;
}

/**
 * How requests say who sends them. The ones that come along are `sessionCookie`, `apiKey` and, from
 * `@edgar-auto-shop/client/sigv4`, `awsSigV4`; one of your own is an object with these fields.
 *
 * @example const auth: Auth = { authorize: async () => ({ Authorization: `Bearer ${await token()}` }) };
 */
export interface Auth {
  /** What `fetch` does with cookies; its own default, which is the page's own origin only, without it. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * The headers to add. Asked for every single try, also for those of a live stream, because signatures and tokens age.
   * What it throws rejects the call with the failure `credentials`, and the try is not sent.
   */
  authorize?(request: OutgoingRequest): Record<string, string> | Promise<Record<string, string>>;
}

/**
 * The session cookie of somebody who is signed in, also where the page and the API have different origins. The server must name
 * the page's origin in `CORS_ORIGINS` then.
 *
 * @example createStatusBoardClient({ baseUrl: 'https://api.example.com', auth: sessionCookie() });
 */
export const sessionCookie = (): Auth => ({ credentials: 'include' });

/**
 * An API key in a header, `X-Api-Key` unless another is named. Keep it out of web pages: whoever opens one can read it there.
 *
 * @param key the key, or a function that gets it, which is asked for every try
 * @example createStatusBoardClient({ baseUrl, auth: apiKey(() => secrets.read('shop-key')) });
 */
export const apiKey = (key: string | (() => string | Promise<string>), header = 'X-Api-Key'): Auth => ({
  authorize: async () => ({ [header]: typeof key === 'string' ? key : await key() }),
});
