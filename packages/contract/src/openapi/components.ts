/** A value of JSON, as it stands in the document. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Schemas that have a title, each once, by that title. */
export class Components {
  readonly schemas: Record<string, Json> = {};

  /**
   * A schema as it stands in the document: with a reference for every part that has a title.
   * @throws Error where two different schemas have one title
   */
  refer(schema: unknown): Json {
    // TypeBox keeps its own marks where JSON does not see them; what is left is plain JSON Schema.
    return this.#visit(JSON.parse(JSON.stringify(schema)) as Json);
  }

  #visit(part: Json): Json {
    if (Array.isArray(part)) return part.map((it) => this.#visit(it));
    if (part === null || typeof part !== 'object') return part;
    const { title, ...rest } = part;
    const visited: Record<string, Json> = {};
    for (const [key, value] of Object.entries(rest)) visited[key] = this.#visit(value);
    // Other tools know it by its registered name; that it must carry an offset is part of that.
    if (visited.format === 'instant') visited.format = 'date-time';
    if (typeof title !== 'string') return visited;
    const known = this.schemas[title];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify({ title, ...visited })) {
      throw new Error(`Two different schemas have the title "${title}".`);
    }
    this.schemas[title] = { title, ...visited };
    return { $ref: `#/components/schemas/${title}` };
  }
}
