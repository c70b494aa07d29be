/** Advances of the characters U+0020 to U+007E in Noto Sans SC, weight 500, in thousandths of the type size (its table `hmtx`). */
const asciiAdvances: readonly number[] = [
  225, 343, 518, 570, 570, 939, 706, 298, 356, 356, 484, 570, 298, 357, 298, 390, 570, 570, 570, 570, 570, 570, 570,
  570, 570, 570, 298, 298, 570, 570, 570, 492, 972, 622, 667, 646, 699, 600, 566, 701, 741, 309, 549, 664, 558, 830,
  734, 754, 648, 754, 656, 608, 611, 733, 594, 894, 596, 553, 607, 356, 390, 356, 570, 562, 615, 575, 629, 517, 630,
  566, 346, 578, 621, 288, 289, 575, 298, 943, 624, 615, 630, 630, 409, 480, 396, 620, 545, 829, 526, 544, 491, 356,
  281, 356, 570,
]
/** Han characters are squares; nothing else but the two long dashes is wider. */
const squareAdvance = 1_000
const longDashAdvances: Readonly<Record<string, number>> = { '⸺': 2_000, '⸻': 3_000 }

const advanceOf = (character: string): number =>
  asciiAdvances[(character.codePointAt(0) ?? 0) - 0x20] ?? longDashAdvances[character] ?? squareAdvance

/** Room that a line takes in pixels: exact for ASCII and Han, never too little for others. */
export function textWidthPx(text: string, sizePx: number): number {
  const advance = Array.from(text).reduce((sum, character) => sum + advanceOf(character), 0)
  return (advance * sizePx) / 1_000
}

/** Where text goes: type size, width of a line, and how many there may be. */
export type TextBox = { readonly sizePx: number; readonly widthPx: number; readonly linesMax: number }

/** A space, a word, or one character that may end a line; what closes a phrase stays with what it closes. */
const unit = /\s+|(?:[!-~]+|.)[,。!?、:;)》」』】”’…]*/gu
const ellipsis = '…'

/**
 * Breaks text into lines between characters, in Latin text between words; a word wider than a line is cut. What does not
 * fit into `linesMax` lines is left out, and an ellipsis says so.
 */
export function wrapText(text: string, box: TextBox): string[] {
  const fits = (line: string) => textWidthPx(line, box.sizePx) <= box.widthPx
  const lines: string[] = []
  let line = ''
  const add = (piece: string) => {
    if (fits(line + piece)) {
      line += piece
      return
    }
    if (line !== '') lines.push(line.trimEnd())
    line = piece.trimStart()
  }
  for (const [piece] of text.trim().matchAll(unit)) {
    const space = piece.trim() === ''
    // Any space between words is one.
    if (space || fits(piece)) add(space ? ' ' : piece)
    else for (const character of piece) add(character)
  }
  if (line !== '') lines.push(line)
  if (lines.length <= box.linesMax) return lines
  const last = shortened(lines[box.linesMax - 1] ?? '', fits)
  return [...lines.slice(0, box.linesMax - 1), last]
}

function shortened(line: string, fits: (line: string) => boolean): string {
  const characters = Array.from(line)
  while (characters.length > 0 && !fits(characters.join('') + ellipsis)) characters.pop()
  return characters.join('').trimEnd() + ellipsis
}
