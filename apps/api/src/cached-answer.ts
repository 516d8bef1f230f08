/** A whole answer kept as bytes, envelope included, and the tag that changes whenever they do. */
export interface CachedAnswer {
  /** `{"ok":true,"data":…}` in UTF-8. */
  envelope: Buffer;
  /** Strong and with its quotes, e.g. `"42"`. */
  etag: string;
}
