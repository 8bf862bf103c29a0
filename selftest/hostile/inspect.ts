/** Reads back what a run wrote and printed, and says what is wrong with it. */
import { XMLValidator } from 'fast-xml-parser';
import { parseReport } from '../../helpers/report/schema.ts';

/** Elements that the page has of its own. */
const elements = new Set(
  (
    'html br head meta title style body a header main footer nav section article form fieldset legend label input select ' +
    'option button output noscript script p h1 h2 h3 h4 ul ol li dl dt dd div span small strong em b i code pre table ' +
    'caption colgroup col thead tbody tr th td details summary time abbr svg path g rect circle line text wbr'
  ).split(' '),
);
/** Scripts of the page, and data for them. */
const scripts = 5;

/** What acts on a reader's screen instead of standing on it. */
const acting = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** What is wrong with the files of a run and with what it printed, a line each; nothing where all is well. */
export function complaints(files: ReadonlyMap<string, string>, printed: string): string[] {
  const found: string[] = [];
  const attempt = (name: string, look: (content: string) => void) => {
    const content = files.get(name);
    if (content === undefined) {
      found.push(`${name} is missing`);
      return;
    }
    try {
      look(content);
    } catch (error) {
      found.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  attempt('conformance.json', (content) => {
    parseReport(content, 'conformance.json');
  });
  attempt('junit.xml', (content) => {
    const result = XMLValidator.validate(content);
    if (result !== true) found.push(`junit.xml: ${result.err.msg} in line ${result.err.line}`);
    found.push(...actingIn('junit.xml', content));
  });
  attempt('exchanges.har', (content) => {
    const { log } = JSON.parse(content) as { log: { entries: unknown[] } };
    if (log.entries.length === 0) found.push('exchanges.har has no entry');
  });
  attempt('conformance.md', (content) => {
    if (/<(?!\/?(?:details|summary|br)\b)[a-z!/]/i.test(outsideCode(content)))
      found.push('conformance.md holds markup');
    found.push(...actingIn('conformance.md', content));
  });
  attempt('conformance.html', (content) => found.push(...pageComplaints(content)));
  for (const [name, content] of files) {
    if (name.startsWith('allure-results') && name.endsWith('.json')) attempt(name, () => JSON.parse(content));
    if (name.endsWith('.part')) found.push(`${name} was left behind`);
  }
  found.push(...actingIn('what is printed', printed));
  return found;
}

function actingIn(name: string, text: string): string[] {
  const signs = [...new Set(text.match(acting) ?? [])].filter((sign) => sign !== '\n' && sign !== '\t');
  return signs.length === 0 ? [] : [`${name} holds ${signs.map((sign) => `U+${sign.codePointAt(0)?.toString(16)}`)}`];
}

/** Markdown without its blocks and words of code. */
function outsideCode(content: string): string {
  return content.replaceAll(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, '').replaceAll(/(?<!`)(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
}

function pageComplaints(content: string): string[] {
  const found: string[] = [];
  if (!content.startsWith('<!doctype html>') || !content.endsWith('</html>\n')) found.push('the page is not whole');
  const data = [...content.matchAll(/<script type="application\/json" id="([^"]+)">([^<]*)<\/script>/g)];
  for (const [, id, text = ''] of data) {
    try {
      JSON.parse(text);
    } catch {
      found.push(`the page's ${id} is no JSON`);
    }
  }
  const count = content.split(/<script\b/i).length - 1;
  if (count !== scripts) found.push(`the page has ${count} scripts`);
  const page = content.replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, '');
  const names = [...page.matchAll(/<\/?([a-z][a-z0-9-]*)/gi)].map(([, name = '']) => name.toLowerCase());
  const foreign = [...new Set(names)].filter((name) => !elements.has(name));
  if (foreign.length > 0) found.push(`the page has the elements ${foreign}`);
  if (/<[^>]*\son\w+\s*=/i.test(page)) found.push('the page has handlers of events');
  found.push(...actingIn('the page', page));
  return found;
}
