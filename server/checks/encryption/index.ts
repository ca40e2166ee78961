import type { AnyCheck } from '#server/checks/define-check.ts'
import { environmentKeyCustomerManaged } from './environment-key-customer-managed.ts'
import { environmentKeyUnusable } from './environment-key-unusable.ts'
import { keyPendingDeletion } from './key-pending-deletion.ts'
import { keyPolicyPublic } from './key-policy-public.ts'
import { keyRotationOff } from './key-rotation-off.ts'
import { logGroupKeyCustomerManaged } from './log-group-key-customer-managed.ts'
import { mappingKeyCustomerManaged } from './mapping-key-customer-managed.ts'
import { queueUnencrypted } from './queue-unencrypted.ts'
import { streamUnencrypted } from './stream-unencrypted.ts'
import { topicUnencrypted } from './topic-unencrypted.ts'

export const ENCRYPTION_CHECKS: readonly AnyCheck[] = [
  environmentKeyUnusable,
  keyPolicyPublic,
  keyPendingDeletion,
  keyRotationOff,
  queueUnencrypted,
  streamUnencrypted,
  topicUnencrypted,
  environmentKeyCustomerManaged,
  mappingKeyCustomerManaged,
  logGroupKeyCustomerManaged,
]
