type Rgb = readonly [red: number, green: number, blue: number]

const rgbOf = (hex: string): Rgb => {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

/** Of 0 to 255 each; WCAG 2.2, relative luminance. */
function luminanceOf(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrastOf(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** The colour, of those given, in which words are read best on a scale's colour at a share of it from 0 to 1. All `#rrggbb`. */
export function readableOn(
  scale: readonly [from: string, to: string],
  share: number,
  words: readonly string[],
): string {
  const [from, to] = [rgbOf(scale[0]), rgbOf(scale[1])]
  const mix = (at: 0 | 1 | 2) => from[at] + (to[at] - from[at]) * share
  const ground: Rgb = [mix(0), mix(1), mix(2)]
  const contrast = (word: string) => contrastOf(rgbOf(word), ground)
  return words.reduce((best, word) => (contrast(word) > contrast(best) ? word : best))
}
