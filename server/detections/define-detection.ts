import { z } from 'zod'
import type { Severity } from '#server/domain/severity.ts'
import type { RuleMeta } from '#server/domain/signal.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import type { ExampleRecord } from './example-record.ts'

/** `runtime` is Lambda's identifier; null for container images and where it is not known. */
export type RoleFunction = { name: string; region: string; runtime: string | null }

/** What is stored of a function, as far as it changes how bad an act is. */
export type FunctionFacts = {
  resourceId: number
  arn: string
  roleArn: string | null
  environment: string | null
  criticality: string | null
  /** Whether the organisation declared it a public API, by tag or label. */
  publicByDeclaration: boolean
}

export const CANARY_KINDS = ['function', 'role', 'access-key'] as const
export type CanaryKind = (typeof CANARY_KINDS)[number]

/**
 * What a detection may ask about the estate. Where there is none (records of somebody else's account, in the command
 * line), every answer is "not known": an empty list or undefined.
 */
export type DetectionContext = {
  /** Functions of the account, of any region, that run with this role, by the role's ARN. */
  functionsOfRole: (roleArn: string) => RoleFunction[]
  functionOf: (accountId: string, region: string, name: string) => FunctionFacts | undefined
  /** Whether an account is watched or of the organisation; undefined where that is not known. */
  isOwnAccount: (accountId: string) => boolean | undefined
  /** The note of a canary: a function's or role's name, or an access key id. */
  canaryOf: (kind: CanaryKind, accountId: string, name: string) => string | undefined
}

export type DetectionMatch = {
  title: string
  summary: string
  /** What makes two matches one incident, apart from rule, account and region. */
  key: string
  functionName: string | null
  /** Where the function is, when that is not where the record was written. */
  region?: string
  /** Where context makes it better or worse than the catalogue says; `severityNote` says why in one sentence. */
  severity?: Severity
  severityNote?: string
  /** ARNs or names of what else was touched. */
  resources?: string[]
  evidence: Evidence[]
}

export const DETECTION_GROUPS = [
  'functions',
  'front-doors',
  'identity',
  'sessions',
  'defenses',
  'data',
  'canaries',
] as const
export type DetectionGroup = (typeof DETECTION_GROUPS)[number]

/** Records that the detection fires on, or does not; for kinds with a memory a list in the order of their times. */
export type Example = {
  /** What happens, in a few words. */
  title: string
  records: ExampleRecord[]
  /** What the estate answers, where the example is about that. */
  context?: Partial<DetectionContext>
}

type Parameters<S extends z.ZodObject> = z.output<S>

/** `sources` and `names` are the index by which a record finds its detections. */
type Common<S extends z.ZodObject> = RuleMeta & {
  group: DetectionGroup
  sources: readonly string[]
  /** Event names without version suffix; "*" is any name of the source. */
  names: readonly string[]
  /** ATT&CK technique ids. */
  techniques: readonly string[]
  falsePositives: string
  /** How context changes the severity; null where it does not. */
  severityNote?: string | null
  /** Set where it is noise until the organisation asks for it: one line why. */
  off?: string
  /** The text that it was made from, where it is the organisation's own. */
  definition?: string
  /** Settings of the organisation: an object schema in which every field has a default and a description. */
  parameters?: S
  examples: { fires: readonly Example[]; quiet: readonly Example[] }
}

/** What one record says by itself. */
export type Single<S extends z.ZodObject = z.ZodObject> = Common<S> & {
  kind: 'single'
  evaluate: (
    record: TrailRecord,
    context: DetectionContext,
    parameters: Parameters<S>,
  ) => DetectionMatch | undefined
}

/** What is counted: records with the same `key`; the different values where `value` is given. */
export type Selection = { key: string; value?: string }

/** A stretch of time in which a threshold was crossed, or a step of a sequence was made. */
export type Stretch = {
  startedAt: Date
  lastAt: Date
  /** Records, or different values. */
  count: number
  eventIds: string[]
  /** Some of the different values. */
  values: string[]
}

/** At least `count` records, or different values, of one key within the window. */
export type Threshold<S extends z.ZodObject = z.ZodObject> = Common<S> & {
  kind: 'threshold'
  /** Several where one record counts more than once, as for two values. */
  select: (
    record: TrailRecord,
    context: DetectionContext,
    parameters: Parameters<S>,
  ) => Selection | readonly Selection[] | undefined
  limit: (parameters: Parameters<S>) => { count: number; windowMs: number }
  describe: (record: TrailRecord, stretch: Stretch, context: DetectionContext) => DetectionMatch
}

/** One step after another by the same key, the last at most the window after the first. */
export type Sequence<S extends z.ZodObject = z.ZodObject> = Common<S> & {
  kind: 'sequence'
  windowMs: number
  steps: readonly {
    title: string
    select: (record: TrailRecord, context: DetectionContext) => string | undefined
  }[]
  describe: (record: TrailRecord, stretch: Stretch, context: DetectionContext) => DetectionMatch
}

/** Something that was not seen of its subject in the days before. */
export type FirstSeen<S extends z.ZodObject = z.ZodObject> = Common<S> & {
  kind: 'first-seen'
  /** Days for which the account has to be known before anything is new. */
  learningDays: number
  /** Days after which something that was not seen again is new once more. */
  memoryDays: number
  /** Whether a subject has to be known for the learning period too, so that a new one does not make everything new. */
  learns: 'account' | 'subject'
  select: (
    record: TrailRecord,
    context: DetectionContext,
    parameters: Parameters<S>,
  ) => { subject: string; value: string } | undefined
  describe: (
    record: TrailRecord,
    seen: { subject: string; value: string; learnedSince: Date },
    context: DetectionContext,
  ) => DetectionMatch
}

/** Many more records of a key in an hour than in the hours of the days before. */
export type RateChange<S extends z.ZodObject = z.ZodObject> = Common<S> & {
  kind: 'rate'
  select: (record: TrailRecord, context: DetectionContext, parameters: Parameters<S>) => Selection | undefined
  limit: (parameters: Parameters<S>) => { minimum: number; factor: number; baselineDays: number }
  describe: (
    record: TrailRecord,
    stretch: Stretch & { usualPerHour: number },
    context: DetectionContext,
  ) => DetectionMatch
}

export type DetectionOf<S extends z.ZodObject> =
  | Single<S>
  | Threshold<S>
  | Sequence<S>
  | FirstSeen<S>
  | RateChange<S>
export type DetectionKind = DetectionOf<z.ZodObject>['kind']

/** A CloudTrail detection: pure functions of records. Its parameters are read with `parametersOf`. */
export type Detection = DetectionOf<z.ZodObject>

/** Makes a catalogue entry. */
export function defineDetection<S extends z.ZodObject>(detection: DetectionOf<S>): Detection {
  return detection as unknown as Detection
}

/** The organisation's settings of a detection; those that are missing or no longer valid are the defaults. */
export function parametersOf(detection: Detection, given: unknown): Record<string, unknown> {
  const schema = detection.parameters ?? z.object({})
  const parsed = schema.safeParse(given ?? {})
  return parsed.success ? parsed.data : schema.parse({})
}
