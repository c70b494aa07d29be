import { holdReasonTexts } from '../../domain/referrals/hold-reason.ts'
import type { BookedEntry } from '../../domain/referrals/ledger.ts'
import { type Language, languageOf } from '../shared/http/replies.ts'

/** Why an entry was booked, for its reader: somebody's own words, or why it is kept back in the reader's language. */
export function reasonText(entry: BookedEntry, language: Language): string | undefined {
  if ('holdReason' in entry && entry.holdReason !== undefined) return holdReasonTexts[entry.holdReason][language]
  return entry.reason
}

/** Entries as an answer shows them. */
export function entryViews(entries: readonly BookedEntry[], acceptLanguage: string | undefined): BookedEntry[] {
  const language = languageOf(acceptLanguage)
  return entries.map((entry) => {
    const reason = reasonText(entry, language)
    return reason === undefined ? entry : { ...entry, reason }
  })
}
