/** Which of so many parts an id belongs to, for ever: by a sum of its last characters, which are random in a ULID. */
export function shardOf(id: string, shards: number): number {
  let sum = 0
  for (const character of id.slice(-8)) sum = (sum * 31 + character.charCodeAt(0)) % 9_973
  return sum % shards
}
