/** JSON with line breaks, for reading. */

/** Longer texts stand as they came. */
const longest = 64 * 1024;
/** Deeper nesting stands as it came: it would be mostly white space. */
const deepest = 12;

/** JSON that came in one line with breaks between its values; nothing else about it changes, other text stands as it is. */
export function readable(text: string, type: string | undefined): string {
  if (text.length > longest || text.includes('\n') || (type !== undefined && !/json/i.test(type))) return text;
  try {
    if (typeof JSON.parse(text) !== 'object') return text;
  } catch {
    return text;
  }
  return broken(text) ?? text;
}

/** Strings, and single signs of structure; whatever lies between is a number or a word. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^"{}[\]:,]+/g;

function broken(text: string): string | undefined {
  let [out, depth, before] = ['', 0, ''];
  for (const [part] of text.matchAll(token)) {
    if (part.trim() === '') continue;
    const closes = part === '}' || part === ']';
    if (closes) depth -= 1;
    if (depth > deepest) return undefined;
    const breaks = closes ? before !== '{' && before !== '[' : /^[{[,]$/.test(before);
    if (breaks) out += `\n${'  '.repeat(depth)}`;
    out += part === ':' ? ': ' : part.trim();
    if (part === '{' || part === '[') depth += 1;
    before = part;
  }
  return out;
}
