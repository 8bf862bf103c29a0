/** HTML in which every value is escaped unless it is HTML itself. */
import { escapeMarkup } from '../text.ts';

/** A piece of HTML that needs no escaping any more. */
export class Markup {
  readonly content: string;

  constructor(content: string) {
    this.content = content;
  }
}

type Value = string | number | Markup | undefined | readonly Value[];

/** HTML from a template: values are escaped, pieces of HTML stand as they are, lists are joined, `undefined` is nothing. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, index) => part + render(values[index])).join(''));
}

function render(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.content;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeMarkup(String(value));
}

/** Data for a script of the page. No `<` means no `</script>` and no `<!--`. */
export function embedded(id: string, value: unknown): Markup {
  const content = JSON.stringify(value).replaceAll('<', '\\u003c');
  return new Markup(`<script type="application/json" id="${id}">${content}</script>\n`);
}
