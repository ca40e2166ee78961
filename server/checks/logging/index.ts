import type { AnyCheck } from '#server/checks/define-check.ts'
import { accessAnalyzerOff } from './access-analyzer-off.ts'
import { applicationLogLevelVerbose } from './application-log-level-verbose.ts'
import { configRecorderOff } from './config-recorder-off.ts'
import { guarddutyLambdaOff } from './guardduty-lambda-off.ts'
import { insightsOff } from './insights-off.ts'
import { invocationsUnrecorded } from './invocations-unrecorded.ts'
import { logGroupMissing } from './log-group-missing.ts'
import { logPolicyPublic } from './log-policy-public.ts'
import { logRetentionShort } from './log-retention-short.ts'
import { logRetentionUnset } from './log-retention-unset.ts'
import { securityHubOff } from './security-hub-off.ts'
import { systemLogLevelSilent } from './system-log-level-silent.ts'
import { tracingOff } from './tracing-off.ts'
import { trailDeliveryFailing } from './trail-delivery-failing.ts'
import { trailMissing } from './trail-missing.ts'
import { trailNotMultiRegion } from './trail-not-multi-region.ts'
import { trailStopped } from './trail-stopped.ts'
import { trailUnencrypted } from './trail-unencrypted.ts'
import { trailValidationOff } from './trail-validation-off.ts'
import { trailWithoutCloudwatch } from './trail-without-cloudwatch.ts'

export const LOGGING_CHECKS: readonly AnyCheck[] = [
  accessAnalyzerOff,
  applicationLogLevelVerbose,
  configRecorderOff,
  guarddutyLambdaOff,
  insightsOff,
  invocationsUnrecorded,
  logGroupMissing,
  logPolicyPublic,
  logRetentionShort,
  logRetentionUnset,
  securityHubOff,
  systemLogLevelSilent,
  tracingOff,
  trailDeliveryFailing,
  trailMissing,
  trailNotMultiRegion,
  trailStopped,
  trailUnencrypted,
  trailValidationOff,
  trailWithoutCloudwatch,
]
