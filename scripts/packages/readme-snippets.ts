/** What the reader of a README has already, by the names that its snippets use. */
export const GIVEN = `import type { Card } from '@edgar-auto-shop/contract';
import type { StatusBoardClient } from '@edgar-auto-shop/client';
import type { AwsCredentials } from '@edgar-auto-shop/client/sigv4';
declare global {
  const baseUrl: string;
  const client: StatusBoardClient;
  const card: Card;
  function draw(entries: readonly object[]): void;
  function currentCredentials(): Promise<AwsCredentials>;
}
`;

/**
 * The TypeScript between the fences of a Markdown file, each with the ending that its fence names.
 * @example readmeSnippets('```tsx\nlet a = 1;\n```') // [{ ending: 'tsx', code: 'let a = 1;\n' }]
 */
export const readmeSnippets = (markdown: string) =>
  [...markdown.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(([, ending, code]) => ({ ending, code: code as string }));
