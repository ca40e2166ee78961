import type { Operation } from '#server/aws/operation.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { ExternalFindingRecord, FindingSource } from '#server/domain/records/external-finding-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { type Collector, type CollectorContext, defineCollector } from './define-collector.ts'
import type { Batches } from './read-each.ts'

/** So many findings of one service are taken over in a region; more make the run incomplete. */
const MOST_FINDINGS = 20_000
const TITLE_CHARACTERS = 300
const DESCRIPTION_CHARACTERS = 2000

/** What a reader makes of one finding; what all findings have in common is added. */
export type FoundFinding = Omit<
  ExternalFindingRecord,
  'kind' | 'accountId' | 'region' | 'source' | 'unknownFields'
>

export type FindingsInput = readonly string[] | undefined

type Findings = {
  id: string
  title: string
  source: FindingSource
  changedBy: readonly string[]
  operations: readonly Operation[]
  most?: number
  /** Hands on findings about functions, layers, roles, APIs and queues; the rest is its own matter. */
  read(context: CollectorContext, roleArns: ReadonlySet<string> | undefined): Batches<FoundFinding>
}

/**
 * A collector of one service's active findings. Its input are the ARNs of functions' roles: without it, findings about
 * any role are taken over.
 */
export function defineFindings(findings: Findings): Collector<ExternalFindingRecord, FindingsInput> {
  const { source, read, most = MOST_FINDINGS, operations, ...more } = findings
  return defineCollector<ExternalFindingRecord, FindingsInput>({
    ...more,
    operations,
    scope: 'region',
    kind: 'external-finding',
    part: source,
    onlyWithFunctions: true,
    async *collect(context, roleArns): Batches<ExternalFindingRecord> {
      const { account, region } = context
      const seen = new Set<string>()
      const batches = read(context, roleArns === undefined ? undefined : new Set(roleArns))
      for (;;) {
        const next = await batches.next()
        if (next.done) return next.value
        const fresh = next.value.filter(({ arn, resourceArns }) => {
          if (resourceArns.length === 0 || seen.has(arn)) return false
          seen.add(arn)
          return true
        })
        const taken = fresh.slice(0, Math.max(0, most - (seen.size - fresh.length)))
        if (taken.length > 0)
          yield taken.map((found) => ({
            kind: 'external-finding' as const,
            accountId: account.id,
            region,
            source,
            ...found,
            name: found.name.slice(0, TITLE_CHARACTERS),
            description: found.description.slice(0, DESCRIPTION_CHARACTERS),
            unknownFields: [],
          }))
        if (taken.length < fresh.length) {
          noteTooMany(context, operations, most)
          return { complete: false }
        }
      }
    },
  })
}

function noteTooMany(context: CollectorContext, operations: readonly Operation[], most: number): void {
  const message = `there are more than ${most} findings; the rest is not read`
  const [operation] = operations
  if (operation) context.report.addProblem(operation, { state: 'failed', code: 'TooManyFindings', message })
}

const SEVERITY: Record<string, Severity> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  INFORMATIONAL: 'info',
  UNTRIAGED: 'info',
}

/** A severity from the word that AWS's services use; medium where it is none of them. */
export function severityOf(label: unknown): Severity {
  return SEVERITY[String(label)] ?? 'medium'
}

/** A web address that may be shown as a link; anything but https is none. */
export function linkOf(from: JsonObject, name: string): string | null {
  const text = asText(from[name])
  return text !== undefined && URL.canParse(text) && new URL(text).protocol === 'https:' ? text : null
}
