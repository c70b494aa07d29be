/** Bytes that nobody guesses within three minutes, or ever. */
const secretBytes = 32

/** In base64url, as the API wants it. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(secretBytes))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
