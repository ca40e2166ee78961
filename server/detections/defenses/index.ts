import type { Detection } from '#server/detections/define-detection.ts'
import { accessAnalyzerDeleted } from './access-analyzer-deleted.ts'
import { alarmsRemoved } from './alarms-removed.ts'
import { configRecorderSet } from './config-recorder-set.ts'
import { configRecorderStopped } from './config-recorder-stopped.ts'
import { configRuleDeleted } from './config-rule-deleted.ts'
import { defenseChangeDenied } from './defense-change-denied.ts'
import { dnsQueryLogsDeleted } from './dns-query-logs-deleted.ts'
import { findingsSuppressed } from './findings-suppressed.ts'
import { flowLogsDeleted } from './flow-logs-deleted.ts'
import { guarddutyFindingsHidden } from './guardduty-findings-hidden.ts'
import { guarddutyMembersRemoved } from './guardduty-members-removed.ts'
import { guarddutySwitchedOff } from './guardduty-switched-off.ts'
import { inspectorSwitchedOff } from './inspector-switched-off.ts'
import { logBucketExpiresSoon } from './log-bucket-expires-soon.ts'
import { logGroupDeleted } from './log-group-deleted.ts'
import { logRetentionShortened } from './log-retention-shortened.ts'
import { logSubscriptionRemoved } from './log-subscription-removed.ts'
import { macieWeakened } from './macie-weakened.ts'
import { organizationLeft } from './organization-left.ts'
import { organizationPolicyRemoved } from './organization-policy-removed.ts'
import { securityHubSwitchedOff } from './security-hub-switched-off.ts'
import { trailChanged } from './trail-changed.ts'
import { trailDeleted } from './trail-deleted.ts'
import { trailLoggingStopped } from './trail-logging-stopped.ts'
import { trailSelectorsNarrowed } from './trail-selectors-narrowed.ts'

export const DEFENSES_DETECTIONS: readonly Detection[] = [
  accessAnalyzerDeleted,
  alarmsRemoved,
  configRecorderSet,
  configRecorderStopped,
  configRuleDeleted,
  defenseChangeDenied,
  dnsQueryLogsDeleted,
  findingsSuppressed,
  flowLogsDeleted,
  guarddutyFindingsHidden,
  guarddutyMembersRemoved,
  guarddutySwitchedOff,
  inspectorSwitchedOff,
  logBucketExpiresSoon,
  logGroupDeleted,
  logRetentionShortened,
  logSubscriptionRemoved,
  macieWeakened,
  organizationLeft,
  organizationPolicyRemoved,
  securityHubSwitchedOff,
  trailChanged,
  trailDeleted,
  trailLoggingStopped,
  trailSelectorsNarrowed,
]
