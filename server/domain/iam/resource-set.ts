import type { CompiledStatement } from './compiled-policy.ts'
import { listed } from './describe-statement.ts'
import { compileGlob, coversGlob, type Glob, globOfTokens, literalTokens, overlapsGlob } from './glob.ts'
import { hasVariables, type RequestContext, resolvePattern } from './policy-variables.ts'

/** What one pattern takes in, less what the others do. */
export type ResourceSet = { glob: Glob; but: readonly Glob[] }

const EVERYTHING = compileGlob('*')

export const isEverything = ({ glob, but }: ResourceSet): boolean => glob.kind === 'all' && but.length === 0

const fixedSets = new WeakMap<CompiledStatement, ResourceSet[]>()

/** What Resource or NotResource takes in, variables filled in where the context tells them. */
export function resourceSets(statement: CompiledStatement, context: RequestContext): ResourceSet[] {
  const kept = fixedSets.get(statement)
  if (kept) return kept
  const sets = compileSets(statement, context)
  const depends =
    statement.variables && [...statement.resources, ...statement.notResources].some(hasVariables)
  if (!depends) fixedSets.set(statement, sets)
  return sets
}

function compileSets(statement: CompiledStatement, context: RequestContext): ResourceSet[] {
  const compile = (pattern: string): Glob[] => {
    if (!statement.variables) return [compileGlob(pattern)]
    const resolved = resolvePattern(pattern, context, { wildcards: true })
    return resolved === 'no value' ? [] : [resolved.glob]
  }
  if (statement.notResources.length > 0) {
    return [{ glob: EVERYTHING, but: statement.notResources.flatMap(compile) }]
  }
  return statement.resources.flatMap(compile).map((glob) => ({ glob, but: [] }))
}

/** As text: `arn:…`, `everything but arn:…`, `arn:…* but arn:…`. */
export function resourceText({ glob, but }: ResourceSet): string {
  if (but.length === 0) return glob.text
  const what = glob.kind === 'all' ? 'everything' : glob.text
  return `${what} but ${listed(but.map((one) => one.text))}`
}

export function coversSet(wide: ResourceSet, narrow: ResourceSet): boolean {
  return (
    coversGlob(wide.glob, narrow.glob) &&
    wide.but.every((gap) => narrow.but.some((one) => coversGlob(one, gap)) || !overlapsGlob(gap, narrow.glob))
  )
}

/** Whether both can take in the same resource; true where that is not certain. */
export function overlapsSet(one: ResourceSet, other: ResourceSet): boolean {
  return (
    overlapsGlob(one.glob, other.glob) &&
    !one.but.some((gap) => coversGlob(gap, other.glob)) &&
    !other.but.some((gap) => coversGlob(gap, one.glob))
  )
}

/** What both take in; `exact` is false where neither pattern holds the other and the first one stands for both. */
export function intersectSets(
  one: ResourceSet,
  other: ResourceSet,
): { set: ResourceSet; exact: boolean } | undefined {
  if (!overlapsSet(one, other)) return undefined
  const isHeld = coversGlob(other.glob, one.glob)
  const holds = coversGlob(one.glob, other.glob)
  const glob = isHeld || !holds ? one.glob : other.glob
  const gaps = [...one.but, ...other.but].filter(
    (gap, i, all) => overlapsGlob(gap, glob) && all.findIndex((same) => same.text === gap.text) === i,
  )
  return { set: { glob, but: gaps }, exact: isHeld || holds }
}

const BUCKET_FORMAT = /:s3:::\$\{BucketName\}$/
const PARTITION = /\$\{Partition\}/
const HOLE = /\$\{[^}]*\}/g
const SLASH = '/'.charCodeAt(0)

/** The resources that an action can be about. Without any format it is `*`, which no ARN pattern matches. */
export type ResourceFormats = { sets: readonly Format[]; fitting: WeakMap<ResourceSet, readonly Format[]> }
type Format = ResourceSet & { bucketAlone: boolean }

const compiledFormats = new Map<string, WeakMap<readonly string[], ResourceFormats>>()

/** Compiled once for each list of formats and partition, as the action table gives the same list for many actions. */
export function compileFormats(formats: readonly string[], partition: string): ResourceFormats {
  const ofPartition = compiledFormats.get(partition) ?? new WeakMap<readonly string[], ResourceFormats>()
  compiledFormats.set(partition, ofPartition)
  const sets = () =>
    formats.length === 0 ? [NO_RESOURCE] : formats.map((one) => compileFormat(one, partition))
  const compiled = ofPartition.get(formats) ?? { sets: sets(), fitting: new WeakMap() }
  ofPartition.set(formats, compiled)
  return compiled
}

const NO_RESOURCE: Format = { glob: globOfTokens(literalTokens('*'), '*'), but: [], bucketAlone: false }

function compileFormat(format: string, partition: string): Format {
  const pattern = format.replace(PARTITION, partition).replace(HOLE, '*')
  return { glob: compileGlob(pattern), but: [], bucketAlone: BUCKET_FORMAT.test(format) }
}

/** The formats of which the set takes in some. */
function fittingFormats(set: ResourceSet, formats: ResourceFormats): readonly Format[] {
  const kept = formats.fitting.get(set)
  if (kept) return kept
  const found = formats.sets.filter(
    (format) => !(format.bucketAlone && set.glob.tokens.includes(SLASH)) && overlapsSet(set, format),
  )
  formats.fitting.set(set, found)
  return found
}

/** Whether the set takes in any resource that the action can be about. */
export function fitsFormats(set: ResourceSet, formats: ResourceFormats): boolean {
  return fittingFormats(set, formats).length > 0
}

/** Whether `wide` takes in all of `narrow` that the action can be about. */
export function coversWithin(
  wide: ResourceSet,
  narrow: ResourceSet,
  formats: ResourceFormats | null,
): boolean {
  if (coversSet(wide, narrow)) return true
  if (!formats) return false
  return fittingFormats(narrow, formats).every(({ glob }) => coversSet(wide, { glob, but: narrow.but }))
}
