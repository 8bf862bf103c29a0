/** Keeps Allure's page from asking anything of a network: it comes with an analytics script that nobody here wants. */

/** Nothing from elsewhere, whatever a later version of the page would load. Its own parts stand in it as data. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'unsafe-inline' data: blob:",
  'img-src data: blob:',
  'font-src data: blob:',
  'media-src data: blob:',
  'frame-src data: blob:',
  'connect-src data: blob:',
  'worker-src data: blob:',
  "base-uri 'self'",
  "form-action 'none'",
].join('; ');

/** The script of the analytics service, and the one after it that configures it. */
const analytics =
  /<script async src="https:\/\/www\.googletagmanager\.com[^>]*><\/script>\s*<script>[\s\S]*?<\/script>/;

/** Opened as a file, the page may not measure the frame of a description, and leaves it without any height. */
const style = '<style>iframe[title="Description"] { min-height: 15rem }</style>';

/** The page without its analytics, and with a policy that forbids every request. */
export function withoutRequests(page: string): string {
  return page
    .replace(analytics, '')
    .replace(
      '<meta charset="utf-8">',
      `$&\n    <meta http-equiv="Content-Security-Policy" content="${policy}">\n    ${style}`,
    );
}
