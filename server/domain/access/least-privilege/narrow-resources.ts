import { compileGlob, coversGlob, type Glob, overlapsGlob } from '#server/domain/iam/glob.ts'
import { NOTHING_KNOWN, resolvePattern } from '#server/domain/iam/policy-variables.ts'
import type { TodayStatement } from './today-statements.ts'

/** More ARNs than this in one statement are drawn together into a pattern. */
const MAX_RESOURCES = 12

export type NarrowedResources = { Resource: string[] } | { NotResource: string[] }

/** The resources of today's statement as they stand. */
export function wholeResources({ resources, notResources }: TodayStatement): NarrowedResources {
  return notResources.length > 0 ? { NotResource: notResources } : { Resource: resources }
}

/**
 * What a statement grants of the wanted ARNs or patterns, and never more than it grants. Where one cannot tell whether a
 * wanted pattern lies inside, the statement's own pattern stays. Undefined where nothing of it is wanted.
 */
export function narrowResources(statement: TodayStatement, wanted: string[]): NarrowedResources | undefined {
  if (statement.notResources.length > 0) return besides(statement.notResources, wanted)
  const own = statement.resources.map((text) => ({ text, glob: globOf(text) }))
  const found = new Set<string>()
  for (const resource of wanted) {
    const glob = compileGlob(resource)
    for (const { text, glob: mine } of own) {
      if (mine && coversGlob(mine, glob)) found.add(resource)
      else if (mine && overlapsGlob(mine, glob)) found.add(text)
    }
  }
  if (found.size === 0) return undefined
  const readable = found.size > MAX_RESOURCES ? drawnTogether([...found], own) : [...found]
  return { Resource: readable.sort() }
}

function besides(notResources: string[], wanted: string[]): NarrowedResources | undefined {
  const excluded = notResources.map(globOf)
  const globs = wanted.map((text) => ({ text, glob: compileGlob(text) }))
  const touched = (glob: Glob) => excluded.some((one) => !one || overlapsGlob(one, glob))
  const shut = (glob: Glob) => excluded.some((one) => one && coversGlob(one, glob))
  const open = globs.filter(({ glob }) => !shut(glob))
  if (open.length === 0) return undefined
  const isClear = open.every(({ glob }) => !touched(glob)) && open.length <= MAX_RESOURCES
  return isClear ? { Resource: open.map(({ text }) => text).sort() } : { NotResource: notResources }
}

/** Undefined where a variable in it can have no value at all. */
function globOf(text: string): Glob | undefined {
  const resolved = resolvePattern(text, NOTHING_KNOWN, { wildcards: true })
  return resolved === 'no value' ? undefined : resolved.glob
}

function drawnTogether(resources: string[], own: { text: string; glob: Glob | undefined }[]): string[] {
  const prefix = commonPrefix(resources)
  const cut = prefix.slice(
    0,
    Math.max(prefix.lastIndexOf('/'), prefix.lastIndexOf(':'), prefix.lastIndexOf('-')) + 1,
  )
  const pattern = `${cut}*`
  const isNarrow =
    /^arn:[^:*]+:[^:*]+:[^*]*:[^*]*:[^*]{3,}\*$/.test(pattern) || /^arn:[^:*]+:s3:::[^*]{3,}\*$/.test(pattern)
  const glob = compileGlob(pattern)
  if (isNarrow && !pattern.includes('${') && own.some((one) => one.glob && coversGlob(one.glob, glob)))
    return [pattern]
  const globs = resources.map(compileGlob)
  return own
    .filter((one) => globs.some((glob) => one.glob && overlapsGlob(one.glob, glob)))
    .map((one) => one.text)
}

function commonPrefix(texts: string[]): string {
  let prefix = texts[0] ?? ''
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}
