/** Browsers before the ones that they pretend to be. */
const browsers = [
  ['MicroMessenger', 'WeChat'],
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Mac OS X', 'macOS'],
  ['Windows', 'Windows'],
  ['Linux', 'Linux'],
] as const

const firstOf = (userAgent: string, known: readonly (readonly [mark: string, name: string])[]): string | undefined =>
  known.find(([mark]) => userAgent.includes(mark))?.[1]

/** What the phone shows of this page: `Chrome · macOS`. */
export function deviceName(userAgent: string): string {
  const names = [firstOf(userAgent, browsers), firstOf(userAgent, systems)].filter((name) => name !== undefined)
  return names.length === 0 ? '?' : names.join(' · ')
}
