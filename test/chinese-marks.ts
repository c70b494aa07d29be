const comment = /^\s*(?:\/\/|\/?\*)/
const literal = /'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g
const inserted = /\$?\{[^}]*\}/g
const han = /\p{Script=Han}/gu
const latin = /\p{Script=Latin}/gu
/** A mark of half a character's width that touches a Chinese one. */
const halfWidth = /\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u

const lengthOf = (text: string, script: RegExp): number => text.match(script)?.length ?? 0

/** Sentences of ours in Chinese, within a source, that have marks of another script. English that names 回头 is none. */
export const halfWidthMarks = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !comment.test(line))
    .flatMap((line) => line.match(literal) ?? [])
    .map((sentence) => sentence.replaceAll(inserted, ''))
    .filter((sentence) => lengthOf(sentence, han) > lengthOf(sentence, latin) && halfWidth.test(sentence))
