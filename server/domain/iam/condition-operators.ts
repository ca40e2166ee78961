import { compileGlob, type Glob, matchesGlob } from './glob.ts'
import { ipRangeHolds, parseIpRange } from './ip-range.ts'
import { type Truth, truth } from './truth.ts'

/** How one value of the request is held against one of the policy. Negated operators negate the whole list. */
export type ConditionOperator = {
  negated: boolean
  wildcards: boolean
  compare: (given: string, wanted: Glob) => Truth
}

/** The text of a pattern without wildcards or unknown variables; undefined where it has some. */
const literal = (wanted: Glob) => (wanted.kind === 'exact' ? wanted.prefix : undefined)

/** Compares what both sides parse to; `unknown` where one cannot be read, or where a variable is unknown. */
function compared<T>(parse: (text: string) => T | undefined, holds: (given: T, wanted: T) => boolean) {
  return (given: string, wanted: Glob): Truth => {
    const text = literal(wanted)
    const [left, right] = [parse(given), text === undefined ? undefined : parse(text)]
    return left === undefined || right === undefined ? 'unknown' : truth(holds(left, right))
  }
}

function parseNumber(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

const W3C_DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i

/** Milliseconds of a W3C date or of epoch seconds. Source: IAM user guide, date condition operators. */
function parseDate(text: string): number | undefined {
  const trimmed = text.trim()
  if (/^-?\d+(\.\d+)?$/.test(trimmed) && trimmed.length !== 4) return Number(trimmed) * 1000
  const form = W3C_DATE.exec(trimmed)
  if (!form) return undefined
  const at = Date.parse(form[3] !== undefined && form[6] === undefined ? `${trimmed}Z` : trimmed)
  return Number.isFinite(at) ? at : undefined
}

function parseBool(text: string): boolean | undefined {
  const lowered = text.trim().toLowerCase()
  return lowered === 'true' || lowered === 'false' ? lowered === 'true' : undefined
}

const lowered = (glob: Glob): Glob => {
  const lower = (token: number) =>
    token < 0 ? token : String.fromCharCode(token).toLowerCase().charCodeAt(0)
  return { ...glob, prefix: glob.prefix.toLowerCase(), tokens: glob.tokens.map(lower) }
}

/** Each of the six parts of an ARN by itself, so that no wildcard runs over a colon into the next part. */
function arnLike(given: string, wanted: Glob): Truth {
  if (wanted.hasVariable || wanted.text.includes('${')) return matchesGlob(wanted, given)
  const [parts, patterns] = [sixParts(given), sixParts(wanted.text)]
  if (patterns.length < 6) return matchesGlob(wanted, given)
  if (parts.length < 6) return 'false'
  return truth(patterns.every((part, i) => matchesGlob(compileGlob(part), parts[i] ?? '') === 'true'))
}

function sixParts(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

type Base = { compare: ConditionOperator['compare']; wildcards?: true; negation?: string }

const BASES: Record<string, Base> = {
  stringequals: { compare: (given, wanted) => matchesGlob(wanted, given), negation: 'stringnotequals' },
  stringequalsignorecase: {
    compare: (given, wanted) => matchesGlob(lowered(wanted), given.toLowerCase()),
    negation: 'stringnotequalsignorecase',
  },
  stringlike: {
    compare: (given, wanted) => matchesGlob(wanted, given),
    wildcards: true,
    negation: 'stringnotlike',
  },
  arnequals: { compare: arnLike, wildcards: true, negation: 'arnnotequals' },
  arnlike: { compare: arnLike, wildcards: true, negation: 'arnnotlike' },
  numericequals: { compare: compared(parseNumber, (a, b) => a === b), negation: 'numericnotequals' },
  numericlessthan: { compare: compared(parseNumber, (a, b) => a < b) },
  numericlessthanequals: { compare: compared(parseNumber, (a, b) => a <= b) },
  numericgreaterthan: { compare: compared(parseNumber, (a, b) => a > b) },
  numericgreaterthanequals: { compare: compared(parseNumber, (a, b) => a >= b) },
  dateequals: { compare: compared(parseDate, (a, b) => a === b), negation: 'datenotequals' },
  datelessthan: { compare: compared(parseDate, (a, b) => a < b) },
  datelessthanequals: { compare: compared(parseDate, (a, b) => a <= b) },
  dategreaterthan: { compare: compared(parseDate, (a, b) => a > b) },
  dategreaterthanequals: { compare: compared(parseDate, (a, b) => a >= b) },
  bool: { compare: compared(parseBool, (a, b) => a === b) },
  binaryequals: { compare: (given, wanted) => matchesGlob(wanted, given) },
  ipaddress: {
    compare: compared(parseIpRange, (given, wanted) => ipRangeHolds(wanted, given)),
    negation: 'notipaddress',
  },
}

/** The operators of the IAM reference by lower-case name, without `Null`, set prefixes and `IfExists`. */
export const CONDITION_OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map(
  Object.entries(BASES).flatMap(([name, { compare, wildcards = false, negation }]) => {
    const operator = { compare, wildcards, negated: false }
    const entry: [string, ConditionOperator] = [name, operator]
    return negation === undefined ? [entry] : [entry, [negation, { ...operator, negated: true }]]
  }),
)
