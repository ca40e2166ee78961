import type { Severity } from '#server/domain/severity.ts'
import type { VerdictState } from '#server/domain/verdict.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { PostureFinding } from './posture-finding.ts'
import type { ReportContext, ReportWriter } from './report.ts'
import { safeJson } from './safe-json.ts'

/** OCSF 1.3.0, Compliance Finding. Source: schema.ocsf.io/1.3.0/classes/compliance_finding. */
const CLASS = {
  category_name: 'Findings',
  category_uid: 2,
  class_name: 'Compliance Finding',
  class_uid: 2003,
}
const CREATE = { activity_id: 1, activity_name: 'Create', type_uid: 200301 }

const SEVERITIES: Record<Severity, [number, string]> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
}

const COMPLIANCE: Record<VerdictState, [number, string]> = {
  pass: [1, 'Pass'],
  unknown: [0, 'Unknown'],
  fail: [3, 'Fail'],
  'not applicable': [99, 'Not applicable'],
}

function event(one: PostureFinding, context: ReportContext, why: string | undefined, references: string[]) {
  const time = context.generatedAt.getTime()
  const [severityId, severity] = SEVERITIES[one.status === 'fail' ? one.severity : 'info']
  const [statusId, status] = COMPLIANCE[one.status]
  return {
    ...CLASS,
    ...CREATE,
    type_name: 'Compliance Finding: Create',
    time,
    severity_id: severityId,
    severity,
    status_id: one.excepted ? 3 : 1,
    status: one.excepted ? 'Suppressed' : 'New',
    ...(one.excepted ? { comment: one.excepted.reason } : {}),
    message: one.summary || `${one.title}: ${one.status}`,
    metadata: {
      version: '1.3.0',
      profiles: ['cloud'],
      event_code: one.checkId,
      product: { name: 'Sightline', vendor_name: 'Sightline', version: context.version },
    },
    finding_info: {
      uid: fingerprintOf(one),
      title: one.title,
      ...(why ? { desc: why } : {}),
      created_time: time,
      types: ['Posture', one.group],
      ...(references[0] ? { src_url: references[0] } : {}),
    },
    compliance: {
      control: one.checkId,
      standards: ['Sightline posture catalogue'],
      status,
      status_id: statusId,
      ...(one.summary ? { status_detail: one.summary } : {}),
    },
    cloud: {
      provider: 'AWS',
      region: one.region,
      account: { uid: one.accountId, type: 'AWS Account', type_id: 10 },
    },
    resources: [
      {
        uid: one.resourceArn,
        name: one.resourceName,
        type: one.resourceKind,
        region: one.region,
        cloud_partition: one.resourceArn.split(':')[1] || 'aws',
        data: { evidence: one.evidence, functionArns: one.functionArns, location: one.location },
      },
    ],
    ...(one.remediation
      ? { remediation: { desc: one.remediation.text, ...(references.length > 0 ? { references } : {}) } }
      : {}),
  }
}

/** A Compliance Finding of the Open Cybersecurity Schema Framework a line. */
export const writeOcsf: ReportWriter = function* (findings, context) {
  const checks = new Map(context.checks.map((check) => [check.id, check]))
  for (const one of findings) {
    const check = checks.get(one.checkId)
    yield `${safeJson(event(one, context, check?.why, [...(check?.references ?? [])]))}\n`
  }
}
