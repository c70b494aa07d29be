import pc from 'picocolors'

/** Says what is being done, line by line, as a person would tell it. */
export type Progress = {
  /** A new chapter. */
  chapter(title: string): void
  /** Somebody did something; amounts in fen, figures by name. */
  step(who: string, what: string, figures?: Readonly<Record<string, number | string | null>>): void
}

const whoWidth = 8

export function printProgress(print: (line: string) => void): Progress {
  let steps = 0
  return {
    chapter: (title) => print(`\n${pc.bold(title)}`),
    step: (who, what, figures = {}) => {
      steps++
      const shown = Object.entries(figures).map(([name, value]) => `${pc.dim(name)} ${pc.cyan(String(value))}`)
      const number = pc.dim(String(steps).padStart(2))
      print(`${number}  ${pc.green(pad(who))} ${what}${shown.length > 0 ? `  ${shown.join('  ')}` : ''}`)
    },
  }
}

/** A Chinese character takes two columns. */
const pad = (text: string) => text + ' '.repeat(Math.max(0, whoWidth - [...text].length * 2))
