import type { DetectionContext, DetectionMatch } from '#server/detections/define-detection.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { isByPerson } from './by-person.ts'

type Changed = Pick<DetectionMatch, 'severity' | 'severityNote'>

/** A lower severity for what a pipeline, infrastructure as code or an AWS service did; nothing where a person did it. */
export function loweredForAutomation(record: TrailRecord, severity: Severity): Changed {
  if (isByPerson(record)) return {}
  return {
    severity,
    severityNote: 'A pipeline, infrastructure as code or an AWS service did it, not a person.',
  }
}

/** A lower severity where the organisation declared the record's function a public API. */
export function loweredForDeclared(
  record: TrailRecord,
  context: DetectionContext,
  severity: Severity,
): Changed {
  const name = record.functionName
  const facts = name === null ? undefined : context.functionOf(record.accountId, record.region, name)
  if (!facts?.publicByDeclaration) return {}
  return { severity, severityNote: 'The function is declared a public API.' }
}
