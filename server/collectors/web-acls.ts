import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { defineCollector } from './define-collector.ts'
import { readWebAcls, WEB_ACL_OPERATIONS } from './web-acl-reader.ts'

/** AWS WAF's web ACLs before API stages and load balancers. */
export const webAcls = defineCollector<WebAclRecord>({
  id: 'web-acls',
  title: 'Web ACLs',
  scope: 'region',
  kind: 'web-acl',
  changedBy: ['wafv2.amazonaws.com'],
  operations: Object.values(WEB_ACL_OPERATIONS),
  collect: (context) => readWebAcls(context, 'REGIONAL'),
})
