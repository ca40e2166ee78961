import type { FindingsInput } from '#server/posture-report/findings-of.ts'
import type { PostureFinding } from '#server/posture-report/posture-finding.ts'
import type { ScanProblem } from './source/problem.ts'

export const TEMPLATE_FORMATS = ['cloudformation', 'terraform', 'serverless'] as const
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number]

export type ScanOptions = {
  /** Values of parameters and pseudo parameters, options and variables: `Stage` → `prod`, `AWS::Region` → `eu-west-1`. */
  parameters?: ReadonlyMap<string, string>
  /** The checks to run, each with its parameters; all that are on by themselves where left out. */
  checks?: FindingsInput['checks']
  exceptions?: FindingsInput['exceptions']
  /** Which verdicts are wanted: fail and unknown where left out. The others are counted. */
  statuses?: readonly PostureFinding['status'][]
  /** The clock, in ms. */
  now: number
}

export type ScanCounts = {
  /** Files that were looked at as templates, by format. */
  files: Record<TemplateFormat, number>
  /** Files that are no templates. */
  skipped: number
  resources: number
  functions: number
  /** Verdicts by status. */
  verdicts: Record<PostureFinding['status'], number>
  /** Types of resources that no check is about, with how many there are of each. */
  otherTypes: Record<string, number>
}

/** The verdicts that were wanted on what the files would deploy, and what was wrong with the files. */
export type ScanResult = {
  findings: PostureFinding[]
  problems: ScanProblem[]
  counts: ScanCounts
}

export function emptyCounts(): ScanCounts {
  return {
    files: { cloudformation: 0, terraform: 0, serverless: 0 },
    skipped: 0,
    resources: 0,
    functions: 0,
    verdicts: { pass: 0, fail: 0, unknown: 0, 'not applicable': 0 },
    otherTypes: {},
  }
}
