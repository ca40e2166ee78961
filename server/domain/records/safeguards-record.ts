import type { Field } from '#server/domain/field.ts'
import type { NamedPolicy } from './role-record.ts'

/** What watches over an account in one region: the security services and the account-wide settings. */
export type SafeguardsRecord = {
  kind: 'safeguards'
  /** arn:aws:sightline:region:account:safeguards: AWS has no such thing. */
  arn: string
  name: string
  accountId: string
  region: string
  /** Absent: there is no detector. */
  guardDuty: Field<{ enabled: boolean; lambdaProtection: boolean }>
  inspector: Field<{ lambda: boolean; lambdaCode: boolean; ecr: boolean }>
  accessAnalyzers: Field<{ name: string; type: string; status: string }[]>
  configRecorder: Field<{ recording: boolean; allResources: boolean; types: string[] }>
  securityHub: Field<{ enabled: boolean }>
  /** Resource policies of CloudWatch Logs. */
  logPolicies: Field<NamedPolicy[]>
  unknownFields: string[]
}
