/** WeChat's number of the way in which its own crawler opens pages of mini-programs. */
const crawlerScene = 1129

/** Names by which those who fetch pages for no person call themselves; `mpcrawler` is WeChat's crawler of mini-programs. */
const automatedAgent =
  /mpcrawler|(?<!cu)bot\b|spider|crawl|slurp|headless|preview|prerender|lighthouse|monitor|\b(?:curl|wget)\b/i

/** What a browser says of a page that nobody looks at yet. */
const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const
const notSeenYet = /prefetch|prerender|preview/i

/**
 * Whether an opening of a link is a program's own doing: a crawler, a preview or a prefetch. A visit is posted by a page that
 * runs, so what only fetches addresses never gets this far. It trusts what the caller says: who lies about it is a matter of fraud.
 * @param headers of the request, their names in lower case.
 */
export function isAutomated(
  headers: Readonly<Record<string, string | undefined>>,
  launchScene: number | undefined,
): boolean {
  return (
    launchScene === crawlerScene ||
    automatedAgent.test(headers['user-agent'] ?? '') ||
    purposeHeaders.some((name) => notSeenYet.test(headers[name] ?? ''))
  )
}
