/** A browser hashes what it has in memory only, so a file is read whole: half a million rows of sixty characters are 30 MB. */
export const fileMbMax = 100
const bytesPerMb = 1_000_000

export const isTooLarge = ({ size }: File): boolean => size > fileMbMax * bytesPerMb

/** A file's text and, as the API knows it again by, its SHA-256 in hexadecimal. */
export async function readFile(file: File): Promise<{ readonly fileId: string; readonly text: string }> {
  const bytes = await file.arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const fileId = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { fileId, text: new TextDecoder().decode(bytes) }
}
