/** A whole answer kept as bytes, envelope included, and the tag that changes whenever they do. */
export interface CachedAnswer {
  /** `{"ok":true,"data":…}` in UTF-8. */
  envelope: Buffer;
  /** With its quotes, e.g. `"42"` or `W/"42"`; a weak one where `encodings` are given. */
  etag: string;
  /** The same, compressed, where that was worth it. */
  encodings?: { br?: Buffer; gzip?: Buffer };
}
