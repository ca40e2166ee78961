import type { EstateChange } from '#server/services/history/schema.ts'

/** What people call each kind of resource. */
export const KIND_WORDS: Record<EstateChange['kind'], string> = {
  function: 'function',
  role: 'role',
  user: 'user',
  'event-source-mapping': 'event source mapping',
  'event-source': 'queue or stream',
  api: 'API',
  'load-balancer': 'load balancer',
  distribution: 'CloudFront distribution',
  'web-acl': 'web ACL',
  'event-rule': 'EventBridge rule',
  schedule: 'schedule',
  bucket: 'bucket',
  'topic-subscription': 'SNS subscription',
  'log-subscription': 'log subscription',
  'user-pool': 'user pool',
  'state-machine': 'state machine',
  organization: 'organization',
  'account-settings': 'account settings',
}
