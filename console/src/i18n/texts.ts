import { type Language, useLanguage } from './language.ts'

/** A sentence in both languages; `{name}` stands for a value. */
export type Text = Readonly<Record<Language, string>>
type Values = Readonly<Record<string, string | number>>

/** A page's own dictionary. A sentence without one of its languages does not compile, nor does a key that is not there. */
export const texts = <const Keys extends string>(dictionary: Readonly<Record<Keys, Text>>) => dictionary

const fill = (sentence: string, values: Values): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

/** `const t = useTexts(orderTexts); t('title')` */
export function useTexts<Keys extends string>(dictionary: Readonly<Record<Keys, Text>>) {
  const language = useLanguage()
  return (key: Keys, values: Values = {}): string => fill(dictionary[key][language], values)
}

/** One text that came as a value. */
export const useText = () => {
  const language = useLanguage()
  return (text: Text): string => text[language]
}
