export type DiffLine = { kind: 'same' | 'removed' | 'added'; text: string }

const MAX_LINES = 600

/** JSON in indented lines; any other text in its own lines. */
export function linesOf(text: string | null): string[] {
  if (text === null || text === '') return []
  if (/^[[{]/.test(text.trim())) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2).split('\n')
    } catch {
      return text.split('\n')
    }
  }
  return text.split('\n')
}

/** The lines of two texts by longest common subsequence; beyond 600 lines all old then all new ones. */
export function lineDiff(before: string[], after: string[]): DiffLine[] {
  if (before.length > MAX_LINES || after.length > MAX_LINES)
    return [
      ...before.map((text) => ({ kind: 'removed' as const, text })),
      ...after.map((text) => ({ kind: 'added' as const, text })),
    ]
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const old = before[i]
    const fresh = after[j]
    if (old !== undefined && old === fresh) {
      lines.push({ kind: 'same', text: old })
      i++
      j++
    } else if (
      old !== undefined &&
      (fresh === undefined || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      lines.push({ kind: 'removed', text: old })
      i++
    } else if (fresh !== undefined) {
      lines.push({ kind: 'added', text: fresh })
      j++
    }
  }
  return lines
}

/** `line` is null where lines that did not change are left out; `at` is the place in the diff. */
export type FoldedLine = { at: number; line: DiffLine | null }

/** Only the changed lines with `around` lines beside them. */
export function foldSame(lines: DiffLine[], around = 2): FoldedLine[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== 'same'),
  )
  const folded: FoldedLine[] = []
  lines.forEach((line, at) => {
    if (near[at]) folded.push({ at, line })
    else if (at === 0 || near[at - 1]) folded.push({ at, line: null })
  })
  return folded
}
