export type Input = Record<string, unknown>

/** Reads a Query-protocol form (`A.member.1.B=x`, `A.1=x`) into nested data; numbers stay text. */
export function parseQueryInput(form: URLSearchParams): Input {
  const root: Input = {}
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue
    const path = name.split('.').filter((part) => part !== 'member')
    let node = root
    path.forEach((part, i) => {
      if (part === '__proto__') return
      if (i === path.length - 1) {
        node[part] = value
        return
      }
      const next = node[part]
      const child: Input = typeof next === 'object' && next !== null ? (next as Input) : {}
      node[part] = child
      node = child
    })
  }
  return listsOf(root) as Input
}

function listsOf(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, value]) => [key, listsOf(value)] as const)
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
  }
  return Object.fromEntries(entries)
}
