import type { Shape } from './read-field.ts'

const TAG = /<(\/?)([A-Za-z_][\w.-]*)([^<>]*?)(\/?)>/g

/**
 * Finds what the SDK drops: direct members, in a list of an XML answer, that `shape` does not name. By the text of each
 * item's member `key`; only items that have any. Values hold no tags, as XML escapes them. `item` is what a list's
 * elements are called.
 */
export function unknownXmlMembers(
  xml: string,
  list: string,
  key: string,
  shape: Shape,
  item = 'member',
): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const path: string[] = []
  let names = new Set<string>()
  let keyText = ''
  let textFrom = 0
  for (const match of xml.matchAll(TAG)) {
    const [tag, closing, name = '', , selfClosing] = match
    const inItem = path.at(-1) === item && path.at(-2) === list
    if (closing) {
      path.pop()
      const atItem = path.at(-1) === item && path.at(-2) === list
      if (atItem && name === key) keyText = xml.slice(textFrom, match.index).trim()
      if (name === item && path.at(-1) === list && names.size > 0) found.set(keyText, [...names].sort())
      continue
    }
    if (inItem && !Object.hasOwn(shape, name)) names.add(name)
    if (selfClosing) continue
    if (name === item && path.at(-1) === list) {
      names = new Set()
      keyText = ''
    }
    path.push(name)
    textFrom = match.index + tag.length
  }
  return found
}
