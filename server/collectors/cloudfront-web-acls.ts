import type { WebAclRecord } from '#server/domain/records/web-acl-record.ts'
import { defineCollector } from './define-collector.ts'
import { readWebAcls, WEB_ACL_OPERATIONS } from './web-acl-reader.ts'

/** AWS WAF's web ACLs before CloudFront: AWS keeps them in us-east-1, whatever region the account uses. */
export const cloudfrontWebAcls = defineCollector<WebAclRecord>({
  id: 'cloudfront-web-acls',
  title: 'Web ACLs of CloudFront',
  scope: 'account',
  kind: 'web-acl',
  changedBy: ['wafv2.amazonaws.com'],
  operations: [WEB_ACL_OPERATIONS.list, WEB_ACL_OPERATIONS.get],
  collect: (context) => readWebAcls(context, 'CLOUDFRONT'),
})
