/** Strings that a server may return and that no report may obey. */
export const hostile = {
  script: '<script>window.broken = true</script>',
  endOfScript: '</script><img src=x onerror="window.broken = true">',
  comment: '<!--<script>',
  prototype: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  escapes: '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J',
  controls: 'nul\u0000 bell\u0007 delete\u007f return\r',
  direction: 'invoice-\u202efdp.exe\u202c \u2066x\u2069 \u200b\ufeff',
  surrogate: 'half \ud83d pair, \ufffe, \uffff',
  markdown:
    '``` \n````\n# heading | cell | [link](https://evil.example/) ![x](https://evil.example/x.png) @everyone #1',
  cdata: ']]> <![CDATA[ &amp; &lol; \u2028',
  curl: "'; touch /tmp/broken; echo '$(id) `id` \\ $HOME",
  long: 'word '.repeat(40).trim(),
} as const;
