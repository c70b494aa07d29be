import * as z from 'zod'

/** Control characters show nowhere and break what is made of a text; half of a surrogate pair cannot be stored at all. */
const controlOrHalf = /[\p{Cc}\p{Cs}]/u
const controlOrHalfExceptBreaks = /[\p{Cs}]|(?![\n\r\t])\p{Cc}/u

/** One line that people wrote. */
export const lineOfText = z
  .string()
  .trim()
  .refine((text) => !controlOrHalf.test(text), 'no control characters')

/** Several lines that people wrote. */
export const linesOfText = z
  .string()
  .trim()
  .refine((text) => !controlOrHalfExceptBreaks.test(text), 'no control characters but line breaks and tabs')
