import type { MemberCall } from './parse-source.ts';
import { isTestCode } from './places.ts';
import type { Rule, Violation } from './source-tree.ts';

const TESTS = /^(test|it|describe|bench)\./;

export const honestTests: Rule = {
  name: 'no test is left out without a reason',
  check: (tree) =>
    tree.files.flatMap((file): Violation[] => {
      if (!isTestCode(file.path)) return [];
      return file.memberCalls.flatMap((call) => {
        const message = judge(call);
        return message === null ? [] : [{ path: file.path, line: call.line, message }];
      });
    }),
};

function judge(call: MemberCall): string | null {
  const words = call.text.split('.');
  const context = /^(ctx|context|task|t)$/.test(words[0] ?? '') && words.length === 2 && words[1] === 'skip';
  // Vitest's `context.skip('why')` and Playwright's `test.skip(condition, 'why')` say why in the report; other ways don't.
  if (context) return call.argumentKinds.at(-1) === 'string' ? null : skipAdvice(call.text);
  if (!TESTS.test(call.text)) return null;
  if (words.includes('only'))
    return `${call.text} leaves out every other test. Run one test with: npm test -- unit -t 'its title'`;
  if (words.includes('todo') || words.includes('skipIf') || words.includes('runIf')) return skipAdvice(call.text);
  if (!words.includes('skip') && !words.includes('fixme')) return null;
  const conditional =
    call.argumentKinds.length === 2 && call.argumentKinds[0] === 'other' && call.argumentKinds[1] === 'string';
  return conditional ? null : skipAdvice(call.text);
}

const skipAdvice = (name: string) =>
  `${name} leaves a test out and does not say why. Write context.skip('why') or, in Playwright, test.skip(condition, 'why').`;
