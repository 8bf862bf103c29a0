/** Making what a server said safe to show. */

/** Shows control characters, and those that turn the direction of text, as visible signs; keeps line ends where asked. */
export function visible(text: string, keepLines = false): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, (character) => {
    if (keepLines && (character === '\n' || character === '\t')) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** Text for HTML and XML. Characters that XML 1.0 forbids are made visible first. */
export function escapeMarkup(text: string, keepLines = true): string {
  return visible(text, keepLines)
    .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Name of a check as people read it. */
export function nameOf({
  requirement,
  operation,
  subject,
}: {
  requirement: string;
  operation: string;
  subject?: string;
}): string {
  return `${requirement} @ ${operation}${subject === undefined || subject === '' ? '' : ` (${subject})`}`;
}
