/** `颜色:红,尺码:M` as an owner types it, in either script's marks. Undefined where it cannot be read. */
export function parseOptions(typed: string): Record<string, string> | undefined {
  const pairs = typed
    .split(/[,，;；\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(/[:：]/).map((part) => part.trim()))
  const isWhole = pairs.every(([name, value, ...rest]) => name && value && rest.length === 0)
  return isWhole ? Object.fromEntries(pairs) : undefined
}

export const writeOptions = (options: Readonly<Record<string, string>>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}:${value}`)
    .join(',')
