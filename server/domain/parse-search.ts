export type SearchTerm = { key: string; value: string; negated: boolean }
export type Search = { terms: SearchTerm[]; words: string[] }

const TOKEN = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi

/**
 * Reads typed search: `runtime:python3.9 -url:none "two words" orders`. A term's key must be among `keys`, else the token is
 * a word to look for as it stands; a minus before a term negates it.
 */
export function parseSearch(text: string, keys: readonly string[]): Search {
  const search: Search = { terms: [], words: [] }
  for (const [token, minus, key, quoted, plain] of text.matchAll(TOKEN)) {
    const value = quoted ?? plain ?? ''
    const name = key?.toLowerCase()
    if (name && keys.includes(name)) {
      if (value !== '') search.terms.push({ key: name, value, negated: minus === '-' })
    } else {
      const word = quoted !== undefined && !key ? `${minus}${quoted}` : token.replaceAll('"', '')
      if (word !== '') search.words.push(word)
    }
  }
  return search
}
