const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const timeLength = 10
const chanceLength = 16
const base = alphabet.length

/** An id as its creator makes it, a prefix and a ULID: the same request sent again with it is answered again, not done again. */
export function newId(prefix: string, now = Date.now()): string {
  let time = ''
  for (let rest = now; time.length < timeLength; rest = Math.floor(rest / base)) time = alphabet[rest % base] + time
  const chance = crypto.getRandomValues(new Uint8Array(chanceLength))
  return `${prefix}_${time}${Array.from(chance, (byte) => alphabet[byte % base]).join('')}`
}
